package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.store.DamageContract;
import io.sluice.store.Tampering;
import io.sluice.store.TaskStoreContract;
import io.sluice.testing.TestRedis;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisTaskStoreTest extends TaskStoreContract implements DamageContract {
  private static TestRedis redis;
  private static RedisContractSetup setup;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    setup = new RedisContractSetup(redis.uri());
  }

  @AfterAll
  static void stop() {
    setup.close();
    redis.close();
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return setup.store(settings);
  }

  @Override
  public Tampering tampering() {
    return setup.tampering();
  }
}
