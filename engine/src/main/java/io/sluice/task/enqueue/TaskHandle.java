package io.sluice.task.enqueue;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that was accepted.
 *
 * @param createdAt by the clock of Redis
 * @param runAt when it becomes due, or null when it may run now, and of a task with {@link
 *     Unique.OnConflict#KEEP_LAST}, whose start depends on others with its key
 * @param earlier it was there before: the holder of the unique key, or of the same request
 * @param confirmation how safe it is
 * @param <R> what {@link io.sluice.Sluice#result} gives
 */
public record TaskHandle<R>(
    QueueName queue,
    TaskId id,
    TaskType<?, R> type,
    Instant createdAt,
    @Nullable Instant runAt,
    Earlier earlier,
    Confirmation confirmation) {

  /** Whether a task was enqueued for this handle, or which one it is instead. */
  public enum Earlier {
    /** It is new. */
    NO,
    /** It holds the unique key; when it was made is not known here. */
    KEPT,
    /** The same request enqueued it. */
    AGAIN
  }
}
