package io.sluice.task;

import org.jspecify.annotations.Nullable;

/** A task that ended without a result: dead, cancelled or expired. */
public final class TaskFailedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final TaskState state;
  private final transient @Nullable Failure failure;

  /**
   * @param failure the last failure of the task, or null if it has none
   */
  public TaskFailedException(TaskId id, TaskState state, @Nullable Failure failure) {
    super(codeOf(state), describe(id, state, failure), null);
    this.state = state;
    this.failure = failure;
  }

  public TaskState state() {
    return state;
  }

  /** The last failure, if there was one. */
  public @Nullable Failure failure() {
    return failure;
  }

  private static Code codeOf(TaskState state) {
    return switch (state) {
      case DEAD -> Code.TASK_DEAD;
      case CANCELLED -> Code.TASK_CANCELLED;
      case EXPIRED -> Code.TASK_EXPIRED;
      case SCHEDULED, READY, RUNNING, RETRYING, SUCCEEDED ->
          throw new IllegalArgumentException("a task that is " + state + " has not failed");
    };
  }

  private static String describe(TaskId id, TaskState state, @Nullable Failure failure) {
    String why = failure == null ? "" : ": " + failure.type() + ": " + failure.message();
    return "task " + id + " is " + state.wireName() + why;
  }
}
