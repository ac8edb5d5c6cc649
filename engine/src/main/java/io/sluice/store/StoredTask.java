package io.sluice.store;

import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;

/**
 * A task as it is kept: written once when it is enqueued, never edited.
 *
 * @param createdAt by the clock of the store, as its client knows it
 * @param payload opaque
 */
public record StoredTask(
    TaskId id, String type, Instant createdAt, TaskOptions options, byte[] payload) {}
