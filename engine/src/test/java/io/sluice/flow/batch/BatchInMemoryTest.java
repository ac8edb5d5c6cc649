package io.sluice.flow.batch;

import io.sluice.flow.InMemoryFlow;

/** Batches without Redis. */
class BatchInMemoryTest extends InMemoryFlow
    implements BatchCancelContract,
        BatchContract,
        BatchElsewhereContract,
        BatchFollowUpContract,
        BatchGatherContract,
        BatchListContract,
        BatchNestedContract,
        BatchWatchContract {}
