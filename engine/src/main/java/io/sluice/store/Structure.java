package io.sluice.store;

/** Where ids of tasks are kept: what a survey goes through. */
public enum Structure {
  READY(Kind.WAITING),
  LANDING(Kind.WAITING),
  SUCCEEDED(Kind.ENDED),
  CANCELLED(Kind.ENDED),
  EXPIRED(Kind.ENDED),
  TASKS(Kind.INDEXED),
  RUNNING(Kind.INDEXED),
  LANE(Kind.INDEXED),
  SCHEDULED(Kind.INDEXED),
  RETRYING(Kind.INDEXED),
  DEAD(Kind.INDEXED),
  RETAINED(Kind.INDEXED),
  RESULTS(Kind.INDEXED),
  ATTEMPTS(Kind.INDEXED),
  NOTES(Kind.INDEXED),
  CANCELS(Kind.INDEXED),
  GHOSTS(Kind.INDEXED);

  /** Whether it is known at once if an id is in it; a list has to be gone through. */
  public enum Kind {
    /** A list of tasks that wait. */
    WAITING,
    /** A list of tasks that ended. */
    ENDED,
    INDEXED
  }

  private final Kind kind;

  Structure(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isList() {
    return kind != Kind.INDEXED;
  }
}
