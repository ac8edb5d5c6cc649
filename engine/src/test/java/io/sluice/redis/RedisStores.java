package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores at one address, one per kind of settings, for all tests of a class. */
final class RedisStores implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String uri;
  private final Map<SluiceConfig, TaskStore> stores = new ConcurrentHashMap<>();

  RedisStores(String uri) {
    this.uri = uri;
  }

  TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return stores.computeIfAbsent(settings.apply(SluiceConfig.of(uri)), RedisStores::connect);
  }

  @Override
  public void close() {
    stores.values().forEach(store -> store.disconnect().block(SOON));
  }

  private static TaskStore connect(SluiceConfig config) {
    return new TaskStore(RedisServer.connect(config, event -> {}).block(SOON), config, event -> {});
  }
}
