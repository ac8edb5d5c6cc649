package io.sluice.task.enqueue;

import io.sluice.task.batch.BatchId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ties a task to others: its keys, the tasks that follow it, and its batch. */
record Ties(
    @Nullable Unique unique,
    @Nullable RequestKey requestKey,
    List<FollowUp> followUps,
    @Nullable BatchId batch) {
  static final Ties NONE = new Ties(null, null, List.of(), null);

  Ties unique(Unique value) {
    return new Ties(value, requestKey, followUps, batch);
  }

  Ties requestKey(RequestKey value) {
    return new Ties(unique, value, followUps, batch);
  }

  Ties followUps(List<FollowUp> value) {
    return new Ties(unique, requestKey, value, batch);
  }

  Ties batch(BatchId value) {
    return new Ties(unique, requestKey, followUps, value);
  }
}
