package io.sluice.worker;

import io.sluice.guard.Caught;
import io.sluice.task.BuryTaskException;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.RetryPolicy;
import io.sluice.task.RetryTaskException;
import io.sluice.task.SnoozeTaskException;
import io.sluice.worker.Interruption.Interrupted;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What comes of an attempt that ended with an error. */
public final class Outcomes {
  private static final String TIMEOUT = "io.sluice.AttemptTimeout";

  /** The outcome, or none when the claim is lost and nothing may be reported. */
  static Optional<Outcome> after(Claim claim, Throwable error) {
    if (error instanceof Interrupted interrupted) {
      return afterInterruption(claim, interrupted.why());
    }
    return Optional.of(afterFailure(claim, error));
  }

  /** The outcome of an attempt that ended with an error of its own. */
  public static Outcome afterFailure(Claim claim, Throwable error) {
    if (error instanceof BuryTaskException || error instanceof PayloadTooLargeException) {
      return new Outcome.Bury(Failure.of(error));
    }
    if (error instanceof RetryTaskException retry) {
      Throwable cause = retry.getCause();
      Failure failure = Failure.of(cause == null ? retry : cause);
      return retryOrBury(claim, failure, bounded(retry.delay()));
    }
    if (error instanceof SnoozeTaskException snooze) {
      return new Outcome.Snooze(bounded(snooze.delay()));
    }
    return afterFailure(claim, Failure.of(Caught.originOf(error)));
  }

  /** What a handler asks for may be anything, and must fit into what is sent with others. */
  private static Duration bounded(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(RetryPolicy.LONGEST) > 0 ? RetryPolicy.LONGEST : delay;
  }

  private static Outcome afterFailure(Claim claim, Failure failure) {
    RetryPolicy policy = claim.task().options().retryOrDefault();
    Duration wait = policy.delayAfter(claim.attempt(), ThreadLocalRandom.current());
    return retryOrBury(claim, failure, wait);
  }

  private static Outcome retryOrBury(Claim claim, Failure failure, Duration wait) {
    boolean exhausted = claim.task().options().retryOrDefault().exhaustedAfter(claim.attempt());
    return exhausted ? new Outcome.Bury(failure) : new Outcome.Retry(wait, failure);
  }

  /** The outcome of an attempt that was stopped from outside. */
  public static Optional<Outcome> afterInterruption(Claim claim, Interruption why) {
    return switch (why) {
      case DEADLINE ->
          Optional.of(
              afterFailure(
                  claim, Failure.of(TIMEOUT, "attempt took longer than " + claim.timeout())));
      case CANCEL -> Optional.of(Outcome.CANCEL);
      case SHUTDOWN -> Optional.of(Outcome.RELEASE);
      case SESSION_LOST -> Optional.empty();
    };
  }

  private Outcomes() {}
}
