package io.sluice.flow.batch;

import io.sluice.Sluice;
import io.sluice.testing.TestEngine;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Batches on Redis. */
class BatchTest
    implements BatchCancelContract,
        BatchContract,
        BatchElsewhereContract,
        BatchFollowUpContract,
        BatchGatherContract,
        BatchListContract,
        BatchNestedContract,
        BatchWatchContract {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  @Override
  public Sluice sluice() {
    return ENGINE.sluice();
  }

  @Override
  public String newQueue() {
    return ENGINE.queue();
  }
}
