package io.sluice.task;

/** The key of the request was used for another request; nothing was enqueued. */
public final class RequestMismatchException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final transient TaskId existing;

  public RequestMismatchException(QueueName queue, TaskId existing) {
    super(
        Code.IDEMPOTENCY_MISMATCH,
        "the key was used in queue " + queue + " for another request, which enqueued " + existing,
        null);
    this.existing = existing;
  }

  /** The task that the other request enqueued. */
  public TaskId existing() {
    return existing;
  }
}
