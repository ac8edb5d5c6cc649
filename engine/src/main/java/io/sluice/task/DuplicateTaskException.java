package io.sluice.task;

/** A task with the id that the caller gave exists already; nothing was enqueued. */
public final class DuplicateTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final transient TaskId id;

  public DuplicateTaskException(QueueName queue, TaskId id) {
    super(Code.DUPLICATE_TASK, "queue " + queue + " already has a task " + id, null);
    this.id = id;
  }

  public TaskId id() {
    return id;
  }
}
