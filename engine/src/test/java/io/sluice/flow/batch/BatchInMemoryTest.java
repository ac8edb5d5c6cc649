package io.sluice.flow.batch;

import io.sluice.Sluice;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Batches without Redis. */
class BatchInMemoryTest
    implements BatchCancelContract,
        BatchContract,
        BatchElsewhereContract,
        BatchFollowUpContract,
        BatchListContract,
        BatchNestedContract,
        BatchWatchContract {
  private static final AtomicInteger QUEUES = new AtomicInteger();
  private static Sluice sluice;

  @BeforeAll
  static void start() {
    sluice = Sluice.inMemory();
  }

  @AfterAll
  static void stop() {
    sluice.close();
  }

  @Override
  public Sluice sluice() {
    return sluice;
  }

  @Override
  public String newQueue() {
    return "q" + QUEUES.incrementAndGet();
  }
}
