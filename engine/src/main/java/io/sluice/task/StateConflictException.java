package io.sluice.task;

/** The task is in a state that does not allow what was asked of it; nothing was changed. */
public final class StateConflictException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final TaskState state;

  /**
   * @param act what was asked of it
   */
  public StateConflictException(QueueName queue, TaskId id, String act, TaskState state) {
    super(
        Code.STATE_CONFLICT,
        "%s of task %s in queue %s is not possible while it is %s"
            .formatted(act, id, queue, state.wireName()),
        null);
    this.state = state;
  }

  /** The state it is in. */
  public TaskState state() {
    return state;
  }
}
