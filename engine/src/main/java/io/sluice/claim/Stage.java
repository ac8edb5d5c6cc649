package io.sluice.claim;

/** Where the loop of a queue is. */
public enum Stage {
  /** Waits until there is room for a task. */
  SEEKS,
  /** Makes its calls: opens a session, claims, hands on. */
  CALLS,
  /** Waits where an id of the queue may arrive by itself. */
  BLOCKS,
  /** Waits for a word, or for the end of a pause. */
  RESTS
}
