package io.sluice.task.handler;

import io.sluice.task.enqueue.FollowUp;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A claimed task that its receiver settles by hand.
 *
 * <p>Each settling is cold, completes once Redis has recorded it, may be repeated (the first one
 * counts, later ones get its answer), and errors with {@link io.sluice.task.SessionLostException}
 * when the claim was lost meanwhile. A delivery that is not settled within its timeout counts as a
 * failed attempt.
 */
public interface Delivery<T, R> extends TaskContext<T> {
  /**
   * Done, with a result or null for none. A result that cannot be encoded, or is larger than a
   * payload may be, is an error of this call alone: the delivery is not settled, and can be settled
   * otherwise.
   */
  Mono<Void> succeed(@Nullable R result);

  /**
   * Done, with a result or null for none, and with tasks that are enqueued exactly if the outcome
   * is accepted. Follow-ups that cannot be taken are an error of this call alone, as a result that
   * cannot be encoded.
   *
   * @param followUps into the queue of the task, at most {@link FollowUp#MOST}
   */
  Mono<Void> succeed(@Nullable R result, List<FollowUp> followUps);

  /** Failed; the retry policy says when it runs again, or that it is dead. */
  Mono<Void> retry(Throwable cause);

  /** Failed; runs again after the delay, if an attempt is left. */
  Mono<Void> retry(Throwable cause, Duration delay);

  /** Failed for good. */
  Mono<Void> bury(String reason);

  /** Not done and not failed: comes up again after the delay; the attempt does not count. */
  Mono<Void> snooze(Duration delay);

  /**
   * Not done and not failed: the group of the task rests for this time, on all workers, and the
   * task goes back to its place. A task without a group waits for the time alone. The attempt does
   * not count.
   */
  Mono<Void> throttle(Duration time);

  /** Not done and not failed: goes back at once, first in line. */
  Mono<Void> release();
}
