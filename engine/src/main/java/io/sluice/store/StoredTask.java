package io.sluice.store;

import io.sluice.store.flow.Flow;
import io.sluice.store.payload.Payload;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;

/**
 * A task as it is kept: written once when it is enqueued, never edited.
 *
 * @param createdAt by the clock of the store, as its client knows it
 * @param kept the payload, opaque
 * @param flow what went before it and what follows it
 */
public record StoredTask(
    TaskId id, String type, Instant createdAt, TaskOptions options, Payload kept, Flow flow) {
  /** The type of the failure that says that a newer version of Sluice wrote a task. */
  public static final String NEWER = "io.sluice.NewerVersion";

  /** With a payload that is kept as it is. */
  public StoredTask(
      TaskId id, String type, Instant createdAt, TaskOptions options, byte[] payload, Flow flow) {
    this(id, type, createdAt, options, Payload.of(payload), flow);
  }

  /** Of a task that follows none and that none follows. */
  public StoredTask(
      TaskId id, String type, Instant createdAt, TaskOptions options, byte[] payload) {
    this(id, type, createdAt, options, payload, Flow.NONE);
  }

  /** The same under another id. */
  public StoredTask id(TaskId value) {
    return new StoredTask(value, type, createdAt, options, kept, flow);
  }

  /**
   * The payload as it was given.
   *
   * @throws io.sluice.task.StoreCorruptedException when it was compressed, and is damaged
   */
  public byte[] payload() {
    return kept.bytes();
  }
}
