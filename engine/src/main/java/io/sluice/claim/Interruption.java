package io.sluice.claim;

/** Why a task that runs was stopped from outside. */
public enum Interruption {
  /** Its attempt took too long. */
  DEADLINE,
  /** Somebody asked to cancel it. */
  CANCEL,
  /** Its session was fenced: the claim is lost. */
  SESSION_LOST,
  /** The worker stops and its grace is over. */
  SHUTDOWN;

  /** The interruption as an error, for pipelines. No stack: nothing went wrong where it is made. */
  public Interrupted asError() {
    return new Interrupted(this);
  }

  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Interruption why;

    private Interrupted(Interruption why) {
      super(why.name(), null, false, false);
      this.why = why;
    }

    public Interruption why() {
      return why;
    }
  }
}
