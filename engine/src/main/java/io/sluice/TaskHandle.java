package io.sluice;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that was accepted.
 *
 * @param createdAt by the clock of Redis
 * @param runAt when it becomes due, or null when it may run now
 * @param <R> what {@link Sluice#result} gives
 */
public record TaskHandle<R>(
    QueueName queue, TaskId id, TaskType<?, R> type, Instant createdAt, @Nullable Instant runAt) {}
