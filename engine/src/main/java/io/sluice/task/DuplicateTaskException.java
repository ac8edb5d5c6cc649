package io.sluice.task;

/**
 * A task with the id that the caller gave, or with its unique key, exists; nothing was enqueued.
 */
public final class DuplicateTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final transient TaskId id;

  private DuplicateTaskException(TaskId id, String message) {
    super(Code.DUPLICATE_TASK, message, null);
    this.id = id;
  }

  public DuplicateTaskException(QueueName queue, TaskId id) {
    this(id, "queue " + queue + " already has a task " + id);
  }

  /** The key is held by another task. */
  public static DuplicateTaskException ofKey(QueueName queue, TaskId holder) {
    return new DuplicateTaskException(
        holder, "the unique key is held in queue " + queue + " by task " + holder);
  }

  /** The task that is there. */
  public TaskId id() {
    return id;
  }
}
