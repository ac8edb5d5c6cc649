package io.sluice.memory;

import io.sluice.config.SluiceConfig;
import io.sluice.store.TaskStore;
import io.sluice.store.TaskStoreContract;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

class MemoryTaskStoreTest extends TaskStoreContract {
  private static final MemoryServer SERVER = MemoryServer.create();
  private static final Map<SluiceConfig, TaskStore> STORES = new ConcurrentHashMap<>();

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return STORES.computeIfAbsent(settings.apply(SluiceConfig.of("memory")), SERVER::store);
  }
}
