package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.store.DamageContract;
import io.sluice.store.Tampering;
import io.sluice.store.TaskStore;
import io.sluice.store.TaskStoreContract;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/**
 * The contract on the Redis of an image, so that other versions can be tried; {@code
 * -Dsluice.test.redis.image} names it. Skipped where no Docker engine answers.
 */
@ExtendWith(ContainerTaskStoreTest.SaysWhySkipped.class)
@Testcontainers(disabledWithoutDocker = true)
class ContainerTaskStoreTest extends TaskStoreContract implements DamageContract {
  private static final String IMAGE =
      System.getProperty("sluice.test.redis.image", "redis:7.2-alpine");
  private static final int PORT = 6379;

  @Container
  private static final GenericContainer<?> REDIS =
      new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(PORT);

  private static RedisContractSetup setup;

  @BeforeAll
  static void connect() {
    setup = new RedisContractSetup("redis://" + REDIS.getHost() + ":" + REDIS.getMappedPort(PORT));
  }

  @AfterAll
  static void disconnect() {
    setup.close();
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return setup.store(settings);
  }

  @Override
  public Tampering tampering() {
    return setup.tampering();
  }

  /** One clear line; Testcontainers itself says it in many or in none. */
  static final class SaysWhySkipped implements ExecutionCondition {
    private static final boolean DOCKER = DockerClientFactory.instance().isDockerAvailable();

    static {
      if (!DOCKER) {
        System.out.println(
            "Skipped: the store contract on " + IMAGE + ", no Docker engine answers");
      }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return DOCKER
          ? ConditionEvaluationResult.enabled("a Docker engine answers")
          : ConditionEvaluationResult.disabled("no Docker engine answers");
    }
  }
}
