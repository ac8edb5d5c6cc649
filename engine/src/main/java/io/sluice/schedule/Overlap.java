package io.sluice.schedule;

/** What a schedule does when it fires while the task of its last fire has not ended. */
public enum Overlap {
  /** Enqueues another task. */
  ALLOW,
  /** Enqueues none; the fire is counted as skipped. */
  SKIP,
  /** Keeps one fire, and enqueues it when that task has ended; more are skipped. */
  BUFFER
}
