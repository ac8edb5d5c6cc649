package io.sluice.task;

import java.util.Objects;

/** A handler's word that a task can never succeed: it goes to the dead letters at once. */
public final class BuryTaskException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /**
   * @throws NullPointerException when the reason is null
   */
  public BuryTaskException(String reason) {
    super(Code.INTERNAL, Objects.requireNonNull(reason, "reason must not be null"), null);
  }
}
