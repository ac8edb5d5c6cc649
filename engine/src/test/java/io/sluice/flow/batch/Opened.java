package io.sluice.flow.batch;

import io.sluice.store.batch.Callback.When;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch, and what was seen of it. */
final class Opened {
  final BatchId id;
  final QueueName callbacks;
  final @Nullable BatchId parent;
  final Map<When, Integer> given = new EnumMap<>(When.class);
  final Map<When, Boolean> visible = new EnumMap<>(When.class);
  boolean sealed;
  boolean stopped;
  boolean deleteAsked;
  boolean deleted;
  boolean anyDead;
  @Nullable BatchCounts atEnd;

  Opened(BatchId id, QueueName callbacks, @Nullable BatchId parent) {
    this.id = id;
    this.callbacks = callbacks;
    this.parent = parent;
  }

  int given(When when) {
    return given.getOrDefault(when, 0);
  }

  /** What it counts as in its parent. */
  String counted() {
    if (atEnd == null) {
      return "pending";
    }
    if (atEnd.dead() + atEnd.cancelled() + atEnd.expired() == 0) {
      return "succeeded";
    }
    return stopped && atEnd.dead() == 0 ? "cancelled" : "dead";
  }
}
