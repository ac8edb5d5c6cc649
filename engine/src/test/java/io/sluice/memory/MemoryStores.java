package io.sluice.memory;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Stores on one server in memory, one per kind of settings. */
final class MemoryStores {
  private static final MemoryServer SERVER = MemoryServer.create();
  private static final Map<SluiceConfig, TaskStore> STORES = new ConcurrentHashMap<>();

  static TaskStore with(UnaryOperator<SluiceConfig> settings) {
    return STORES.computeIfAbsent(
        settings.apply(SluiceConfig.of("memory")), config -> on(SERVER, config));
  }

  static TaskStore on(MemoryServer server, SluiceConfig config) {
    return new TaskStore(server.connect(), config, event -> {});
  }

  private MemoryStores() {}
}
