package io.sluice.memory;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.store.ExpiryContract;
import io.sluice.store.LandingContract;
import io.sluice.store.LedgerContract;
import io.sluice.store.ScheduleContract;
import io.sluice.store.SessionContract;
import io.sluice.store.TaskStoreContract;
import io.sluice.store.TypedClaimContract;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The contract on a server in memory: in {@code verify} what is about waits, time and who is alive,
 * since the scripts are those of production, and are tested on a Redis.
 */
@Execution(ExecutionMode.CONCURRENT)
class MemoryTaskStoreTest
    implements LandingContract,
        ScheduleContract,
        ExpiryContract,
        SessionContract,
        TypedClaimContract,
        LedgerContract {
  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return MemoryStores.with(settings);
  }

  @Nested
  @Tag("proof")
  class TheWholeContract extends TaskStoreContract {
    @Override
    public TaskStore store(UnaryOperator<SluiceConfig> settings) {
      return MemoryStores.with(settings);
    }
  }
}
