package io.sluice.load.http;

/** The gateway answered that it does not take the task: it is certainly not there. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
