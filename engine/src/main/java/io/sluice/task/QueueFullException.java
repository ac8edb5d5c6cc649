package io.sluice.task;

/** The queue holds as many waiting tasks as it may; nothing was enqueued. */
public final class QueueFullException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public QueueFullException(QueueName queue, int maxBacklog) {
    super(
        Code.QUEUE_FULL,
        "queue " + queue + " holds its maxBacklog of " + maxBacklog + " waiting tasks",
        null);
  }
}
