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
import org.junit.jupiter.api.Tag;

/** The store on a master that a Sentinel names. */
@Tag("proof")
class SentinelTaskStoreTest extends TaskStoreContract implements DamageContract {
  private static TestRedis master;
  private static TestRedis replica;
  private static TestRedis sentinel;
  private static RedisStores stores;
  private static RedisTampering tampering;

  @BeforeAll
  static void start() {
    master = TestRedis.start();
    replica = TestRedis.with("--replicaof 127.0.0.1 " + master.port());
    sentinel = TestRedis.sentinelOf("main", master);
    stores = new RedisStores("redis-sentinel://127.0.0.1:" + sentinel.port() + "#main");
    tampering = new RedisTampering(master.uri());
  }

  @AfterAll
  static void stop() {
    stores.close();
    tampering.close();
    sentinel.close();
    replica.close();
    master.close();
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return stores.store(settings);
  }

  @Override
  public Tampering tampering() {
    return tampering;
  }
}
