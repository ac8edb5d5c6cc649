package io.sluice.store;

import io.sluice.store.flow.Flow;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;

/**
 * A task as it is kept: written once when it is enqueued, never edited.
 *
 * @param createdAt by the clock of the store, as its client knows it
 * @param payload opaque
 * @param flow what went before it and what follows it
 */
public record StoredTask(
    TaskId id, String type, Instant createdAt, TaskOptions options, byte[] payload, Flow flow) {

  /** Of a task that follows none and that none follows. */
  public StoredTask(
      TaskId id, String type, Instant createdAt, TaskOptions options, byte[] payload) {
    this(id, type, createdAt, options, payload, Flow.NONE);
  }
}
