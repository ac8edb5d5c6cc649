package io.sluice.task;

/** The task is in a state that does not allow what was asked of it; nothing was changed. */
public final class StateConflictException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final TaskState state;

  public StateConflictException(QueueName queue, TaskId id, Act act, TaskState state) {
    super(
        Code.STATE_CONFLICT,
        "%s of task %s in queue %s is not possible while it is %s"
            .formatted(act.wireName(), id, queue, state.wireName()),
        null);
    this.state = state;
  }

  /** The state it is in. */
  public TaskState state() {
    return state;
  }
}
