package io.sluice.task;

/** The claim is not this worker's any more: its session expired, or somebody else settled it. */
public final class SessionLostException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public SessionLostException(String message) {
    super(Code.TOKEN_LOST, message, null);
  }
}
