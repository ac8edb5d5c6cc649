package io.sluice.store;

import java.util.Locale;

/** What can be asked of one task. */
public enum Act {
  /** To be taken next, whatever time it waits for. */
  RUN_NOW,
  /** To be tried again: of a dead one a new life, of one that waits for its next attempt now. */
  RETRY,
  /** To wait for another time. */
  RESCHEDULE,
  /** To have another priority. */
  PRIORITIZE,
  /** To be gone. */
  DELETE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
