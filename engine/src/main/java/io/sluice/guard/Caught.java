package io.sluice.guard;

import reactor.core.Exceptions;

/** Carries an error past Reactor that Reactor would let through no pipeline. */
public final class Caught extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Caught(Throwable fatal) {
    super(fatal.getClass().getName(), fatal, false, false);
  }

  /** The error as one that a pipeline can signal: itself, unless it is of the fatal kinds. */
  public static Throwable signalOf(Throwable error) {
    return Exceptions.isFatal(error) ? new Caught(error) : error;
  }

  /** What was thrown in the first place. */
  public static Throwable originOf(Throwable signal) {
    if (!(signal instanceof Caught)) {
      return signal; // one of the user's, whose methods may throw
    }
    Throwable cause = signal.getCause();
    return cause == null ? signal : cause;
  }
}
