package io.sluice.event;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;

/**
 * A task came to a state, or told how far it is. Events are hints: they can be lost when a
 * connection is, never invented. What must not be missed is asked for with {@code find}.
 *
 * @param state it is in from then on; of one that tells how far it is, running
 * @param at by the clock of Redis
 * @param progress it told how far it is
 */
public record TaskEvent(QueueName queue, TaskId id, TaskState state, Instant at, boolean progress) {

  /** A task came to a state. */
  public TaskEvent(QueueName queue, TaskId id, TaskState state, Instant at) {
    this(queue, id, state, at, false);
  }
}
