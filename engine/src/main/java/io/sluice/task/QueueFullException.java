package io.sluice.task;

import io.sluice.grammar.Quoted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The queue holds as many waiting tasks as it may; nothing was enqueued. */
public final class QueueFullException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final long maxBacklog;
  private final transient Duration retryAfter;

  /**
   * @param retryAfter when there is probably room, by how fast the queue drains
   */
  public QueueFullException(QueueName queue, long maxBacklog, Duration retryAfter) {
    this(
        "queue " + queue + " holds its maxBacklog of " + maxBacklog + " waiting tasks",
        maxBacklog,
        retryAfter);
  }

  private QueueFullException(String message, long maxBacklog, Duration retryAfter) {
    super(Code.QUEUE_FULL, message, null);
    this.maxBacklog = maxBacklog;
    this.retryAfter = retryAfter;
  }

  /** Of a group that holds as many waiting tasks as its rule allows. */
  public static QueueFullException ofGroup(QueueName queue, String group, Duration retryAfter) {
    return new QueueFullException(
        "group %s of queue %s holds its maxBacklog of waiting tasks"
            .formatted(Quoted.of(group), queue),
        0,
        retryAfter);
  }

  /**
   * Of a queue, or a group of it, that could not start the task within its maxDelay.
   *
   * @param group null for the queue
   */
  public static QueueFullException late(
      QueueName queue, @Nullable String group, Duration retryAfter) {
    String whose =
        group == null ? "queue " + queue : "group " + Quoted.of(group) + " of queue " + queue;
    return new QueueFullException(
        whose + " could not start the task within the maxDelay of the queue", 0, retryAfter);
  }

  /** 0 when it was not the backlog of the queue. */
  public long maxBacklog() {
    return maxBacklog;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
