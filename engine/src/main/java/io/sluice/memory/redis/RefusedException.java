package io.sluice.memory.redis;

/** A command that is answered with an error. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message as Redis would send it, the kind of error first
   */
  RefusedException(String message) {
    super(message, null, false, false);
  }

  static RefusedException wrongType() {
    return new RefusedException(
        "WRONGTYPE Operation against a key holding the wrong kind of value");
  }

  /** The message, which is never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
