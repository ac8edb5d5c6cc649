package io.sluice.remote;

/** What became of a report. */
public enum Verdict {
  /** It is recorded. */
  SETTLED,
  /** This claim was settled before, by its own token; nothing was done now. */
  REPLAYED,
  /** The claim is over, and the task runs or ran elsewhere, or is gone; nothing was done. */
  TOKEN_LOST,
  /**
   * Its follow-ups cannot be taken: they are too large together, or too many tasks follow each
   * other. Nothing was done, and the task is held as before.
   */
  REFUSED
}
