package io.sluice.task.view;

/**
 * What came of asking to cancel a task. Asking again is answered the same, or {@link #FINISHED}.
 */
public enum CancelReply {
  /** It will not run any more. */
  CANCELLED,
  /** It runs; its worker is told to stop it. */
  ASKED,
  /** Too late: it has finished. */
  FINISHED,
  /** It is in the dead letters. */
  DEAD,
  /** No such task. */
  UNKNOWN
}
