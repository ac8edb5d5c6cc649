package io.sluice.event;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;

/**
 * A task came to a state. Events are hints: they can be lost when a connection is, never invented.
 * What must not be missed is asked for with {@code find}.
 *
 * @param at by the clock of Redis
 */
public record TaskEvent(QueueName queue, TaskId id, TaskState state, Instant at) {}
