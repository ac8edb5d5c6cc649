package io.sluice;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;

/** A task that a schedule enqueued out of turn. */
public record TriggeredTask(QueueName queue, TaskId id) {}
