package io.sluice.task;

/** No such task: never enqueued, or past its retention. */
public final class UnknownTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public UnknownTaskException(QueueName queue, TaskId id) {
    super(Code.UNKNOWN_TASK, "no task " + id + " in queue " + queue, null);
  }
}
