package io.sluice.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a claim. */
public sealed interface ClaimReply {
  /**
   * These tasks are the session's now; none when the queue is empty.
   *
   * @param more whether more are there, or may be, that were asked for: they did not fit, or not
   *     all was looked at; a claim at once gives them
   * @param replayed whether they had been given before under this number, so that nobody looked at
   *     what this call adopts
   */
  record Claimed(List<ClaimedTask> tasks, boolean more, boolean replayed) implements ClaimReply {
    public Claimed(List<ClaimedTask> tasks) {
      this(tasks, false, false);
    }
  }

  /** Nothing is there, and the session stands: see {@link ClaimTerms}. */
  record Stands() implements ClaimReply {}

  /**
   * A task that a session was given while it stood: the answer to its claim, told before it is
   * asked for.
   *
   * @param number of the claim
   * @param task null when it is too large to be told: the claim is to be made again
   */
  record Gift(long number, @Nullable ClaimedTask task) {}

  /**
   * The answer to a call that settles and claims.
   *
   * @param accepted per outcome, in order, whether it was accepted
   */
  record Exchanged(List<Boolean> accepted, Claimed claimed) {}

  /** The queue gives no task out for some time. */
  sealed interface Resting extends ClaimReply {
    /** How long the queue gives no task out, at most; null when that is not known. */
    @Nullable Duration left();

    /** How long to rest before the next claim: what is left, but not longer than the poll. */
    default Duration restWithin(Duration poll) {
      Duration known = left();
      return known == null || known.compareTo(poll) > 0 ? poll : known;
    }
  }

  /** The queue is paused. */
  record Paused(@Nullable Duration left) implements Resting {}

  /** As many tasks of the queue run as its settings allow. */
  record Limited(@Nullable Duration left) implements Resting {}

  /**
   * A later claim of the session was answered already; this one gives nothing.
   *
   * @param last the number of that one
   */
  record Late(long last) implements ClaimReply {}

  /** The session was fenced; open another. */
  record Gone() implements ClaimReply {}
}
