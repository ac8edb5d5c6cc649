package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.store.MainPathContract;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The main path on the Redis of an image; all of the contract is {@link ContainerTaskStoreTest}.
 */
@ExtendWith(ContainerRedis.NeedsDocker.class)
class ContainerMainPathTest extends MainPathContract {
  private static ContainerRedis redis;

  @BeforeAll
  static void start() {
    redis = ContainerRedis.start(ContainerRedis.images().get(0));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return redis.setup().store(settings);
  }
}
