package io.sluice.task;

/** A bound inside this process is reached; nothing was sent. Try again later. */
public final class OverloadedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public OverloadedException(String message) {
    super(Code.OVERLOADED, message, null);
  }
}
