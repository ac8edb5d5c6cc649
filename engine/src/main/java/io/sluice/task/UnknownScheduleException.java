package io.sluice.task;

/** No such schedule: never put, or deleted. */
public final class UnknownScheduleException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public UnknownScheduleException(ScheduleName name) {
    super(Code.UNKNOWN_SCHEDULE, "no schedule " + name, null);
  }
}
