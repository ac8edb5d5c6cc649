package io.sluice.task.batch;

import java.util.Locale;

/** How far a batch is. */
public enum BatchState {
  /** Members can be added. */
  OPEN,
  /** No caller can add members; some have not ended. */
  SEALED,
  /** All members have ended. A redrive of a dead one brings the batch not back. */
  COMPLETE,
  /**
   * The batch was cancelled, or a member died under {@link BatchPolicy#CANCEL_REST}: members that
   * wait are cancelled, and those that run are asked to stop. All have ended once the batch has an
   * {@link BatchView#endedAt}.
   */
  CANCELLED;

  /** In lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
