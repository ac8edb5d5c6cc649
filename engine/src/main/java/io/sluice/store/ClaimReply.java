package io.sluice.store;

import java.util.List;

/** The answer to a claim. */
public sealed interface ClaimReply {
  /**
   * These tasks are the session's now; none when the queue is empty.
   *
   * @param more whether more are there, or may be, that were asked for: they did not fit, or not
   *     all was looked at; a claim at once gives them
   */
  record Claimed(List<ClaimedTask> tasks, boolean more) implements ClaimReply {
    public Claimed(List<ClaimedTask> tasks) {
      this(tasks, false);
    }
  }

  /** The queue is paused: nothing is given out. */
  record Paused() implements ClaimReply {}

  /** As many tasks of the queue run as may. */
  record Limited() implements ClaimReply {}

  /**
   * A later claim of the session was answered already; this one gives nothing.
   *
   * @param last the number of that one
   */
  record Late(long last) implements ClaimReply {}

  /** The session was fenced; open another. */
  record Gone() implements ClaimReply {}
}
