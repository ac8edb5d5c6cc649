package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import java.util.function.UnaryOperator;

/** Stores on one Redis, and a way to reach below them. */
final class RedisContractSetup implements AutoCloseable {
  private final RedisStores stores;
  private final RedisTampering tampering;

  RedisContractSetup(String uri) {
    this.stores = new RedisStores(uri);
    this.tampering = new RedisTampering(uri);
  }

  TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return stores.store(settings);
  }

  RedisTampering tampering() {
    return tampering;
  }

  @Override
  public void close() {
    stores.close();
    tampering.close();
  }
}
