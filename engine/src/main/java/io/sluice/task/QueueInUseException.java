package io.sluice.task;

/** The queue is not empty; nothing of it was deleted. */
public final class QueueInUseException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final transient QueueLeft left;

  public QueueInUseException(QueueName queue, QueueLeft left) {
    super(
        Code.STATE_CONFLICT, "queue %s cannot be deleted, it has %s".formatted(queue, left), null);
    this.left = left;
  }

  /** What is there. */
  public QueueLeft left() {
    return left;
  }
}
