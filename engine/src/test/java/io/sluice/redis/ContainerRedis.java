package io.sluice.redis;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The Redis of an image, with what a contract needs of it. */
final class ContainerRedis implements AutoCloseable {
  private static final int PORT = 6379;

  private final GenericContainer<?> container;
  private final RedisContractSetup setup;

  private ContainerRedis(GenericContainer<?> container) {
    this.container = container;
    this.setup =
        new RedisContractSetup(
            "redis://" + container.getHost() + ":" + container.getMappedPort(PORT));
  }

  /** {@code -Dsluice.test.redis.images} names them, with commas between. */
  static List<String> images() {
    return List.of(
        System.getProperty("sluice.test.redis.images", "redis:7.2-alpine").split(",", -1));
  }

  static ContainerRedis start(String image) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT);
    container.start();
    return new ContainerRedis(container);
  }

  RedisContractSetup setup() {
    return setup;
  }

  @Override
  public void close() {
    setup.close();
    container.stop();
  }

  /** Skips tests where no Docker engine answers, and says so in one line. */
  static final class NeedsDocker implements ExecutionCondition {
    private static final boolean DOCKER = DockerClientFactory.instance().isDockerAvailable();

    static {
      if (!DOCKER) {
        System.out.println(
            "Skipped: the store contract on " + images() + ", no Docker engine answers");
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
