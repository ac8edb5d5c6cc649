package io.sluice.memory;

import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Unique;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a key of what is to be there once only.
 *
 * @param until in ms; null for as long as the task has not ended
 * @param fingerprint of the request; empty of a unique key
 */
record Holder(@Nullable Long until, TaskId id, Instant createdAt, String fingerprint) {
  /** Under which a unique key is kept. */
  static String nameOf(Unique unique) {
    return "u" + unique.key();
  }

  boolean isOver(MemoryQueue queue) {
    return until == null ? !queue.isAlive(id) : until <= queue.now();
  }
}
