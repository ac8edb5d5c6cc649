package io.sluice.memory;

/** A command, or a script, that is answered with an error; the first word is the kind of error. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message, null, false, false);
  }

  /** The message, which is never null. */
  String text() {
    return String.valueOf(getMessage());
  }
}
