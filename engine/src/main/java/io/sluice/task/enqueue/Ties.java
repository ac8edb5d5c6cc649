package io.sluice.task.enqueue;

import io.sluice.task.batch.BatchId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task is enqueued with and its options do not have: what ties it to others, which are its
 * keys, the tasks that follow it, and its batch; and what its enqueue waits for.
 */
record Ties(
    @Nullable Unique unique,
    @Nullable RequestKey requestKey,
    List<FollowUp> followUps,
    @Nullable BatchId batch,
    Durability durability) {
  static final Ties NONE = new Ties(null, null, List.of(), null, Durability.MEMORY);

  Ties unique(Unique value) {
    return new Ties(value, requestKey, followUps, batch, durability);
  }

  Ties requestKey(RequestKey value) {
    return new Ties(unique, value, followUps, batch, durability);
  }

  Ties followUps(List<FollowUp> value) {
    return new Ties(unique, requestKey, value, batch, durability);
  }

  Ties batch(BatchId value) {
    return new Ties(unique, requestKey, followUps, value, durability);
  }

  Ties durability(Durability value) {
    return new Ties(unique, requestKey, followUps, batch, value);
  }
}
