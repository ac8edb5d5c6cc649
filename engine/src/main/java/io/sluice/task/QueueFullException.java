package io.sluice.task;

import java.time.Duration;

/** The queue holds as many waiting tasks as it may; nothing was enqueued. */
public final class QueueFullException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final long maxBacklog;
  private final transient Duration retryAfter;

  /**
   * @param retryAfter when there is probably room, by how fast the queue drains
   */
  public QueueFullException(QueueName queue, long maxBacklog, Duration retryAfter) {
    super(
        Code.QUEUE_FULL,
        "queue " + queue + " holds its maxBacklog of " + maxBacklog + " waiting tasks",
        null);
    this.maxBacklog = maxBacklog;
    this.retryAfter = retryAfter;
  }

  public long maxBacklog() {
    return maxBacklog;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
