package io.sluice.task;

/** A handler's word that a task can never succeed: it goes to the dead letters at once. */
public final class BuryTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public BuryTaskException(String reason) {
    super(Code.INTERNAL, reason, null);
  }
}
