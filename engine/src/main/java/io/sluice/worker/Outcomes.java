package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Interruption;
import io.sluice.claim.Interruption.Interrupted;
import io.sluice.guard.Caught;
import io.sluice.task.BuryTaskException;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.RetryTaskException;
import io.sluice.task.SnoozeTaskException;
import io.sluice.task.ThrottleGroupException;
import io.sluice.task.UnknownTypeException;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.handler.RetryRule.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What comes of an attempt that ended with an error. */
public final class Outcomes {
  /** How long a task waits that this worker has no handler for; other workers may have one. */
  static final Duration UNKNOWN_TYPE = Duration.ofSeconds(5);

  private static final String TIMEOUT = "io.sluice.AttemptTimeout";

  /**
   * The outcome, or none when the claim is lost and nothing may be reported.
   *
   * @param rules what the worker makes of an error for which nobody has chosen the outcome
   */
  static Optional<Outcome> after(
      Claim claim, Throwable error, Function<Throwable, Decision> rules) {
    try {
      return computed(claim, error, rules);
    } catch (Throwable thrown) {
      return Optional.of(uncomputed(claim, error, thrown));
    }
  }

  private static Optional<Outcome> computed(
      Claim claim, Throwable error, Function<Throwable, Decision> rules) {
    if (error instanceof Interrupted interrupted) {
      return interrupted.why() == Interruption.DEADLINE
          ? Optional.of(afterTimeout(claim, rules))
          : afterInterruption(claim, interrupted.why());
    }
    if (error instanceof UnknownTypeException) {
      return Optional.of(new Outcome.Snooze(UNKNOWN_TYPE));
    }
    return Optional.of(
        error instanceof GivenBack
            ? Outcome.RELEASE
            : chosen(claim, error).orElseGet(() -> decided(claim, error, rules)));
  }

  /** The outcome of an attempt that ended with an error of its own. */
  public static Outcome afterFailure(Claim claim, Throwable error) {
    try {
      return chosen(claim, error).orElseGet(() -> byPolicy(claim, failure(error)));
    } catch (Throwable thrown) {
      return uncomputed(claim, error, thrown);
    }
  }

  /**
   * The last net: whatever is thrown while an outcome is computed, the attempt has failed. Without
   * it a task would be held, and neither run nor given back, for as long as its session lives.
   */
  private static Outcome uncomputed(Claim claim, Throwable error, Throwable thrown) {
    Failure failure =
        Failure.of(
            error.getClass().getName(),
            "its outcome could not be computed: " + thrown.getClass().getName());
    RetryPolicy policy = policy(claim);
    return policy.exhaustedAfter(claim.attempt())
        ? new Outcome.Bury(failure)
        : new Outcome.Retry(policy.initial(), failure);
  }

  /** The outcome of an attempt that was stopped from outside. */
  public static Optional<Outcome> afterInterruption(Claim claim, Interruption why) {
    return switch (why) {
      case DEADLINE -> Optional.of(byPolicy(claim, Failure.of(TIMEOUT, tookTooLong(claim))));
      case CANCEL -> Optional.of(Outcome.CANCEL);
      case SHUTDOWN -> Optional.of(Outcome.RELEASE);
      case SESSION_LOST -> Optional.empty();
    };
  }

  private static Outcome afterTimeout(Claim claim, Function<Throwable, Decision> rules) {
    String message = tookTooLong(claim);
    return byDecision(
        claim, rules.apply(new TimeoutException(message)), Failure.of(TIMEOUT, message));
  }

  private static Outcome decided(
      Claim claim, Throwable error, Function<Throwable, Decision> rules) {
    return byDecision(claim, rules.apply(Caught.originOf(error)), failure(error));
  }

  /** What a handler has chosen by its error, and what no retry can help. */
  private static Optional<Outcome> chosen(Claim claim, Throwable error) {
    if (error instanceof BuryTaskException || error instanceof PayloadTooLargeException) {
      return Optional.of(new Outcome.Bury(Failure.of(error)));
    }
    if (error instanceof SnoozeTaskException snooze) {
      return Optional.of(new Outcome.Snooze(bounded(snooze.delay())));
    }
    if (error instanceof ThrottleGroupException throttle) {
      return Optional.of(new Outcome.Throttle(bounded(throttle.time())));
    }
    if (error instanceof RetryTaskException retry) {
      Throwable cause = retry.getCause();
      Failure failure = Failure.of(cause == null ? retry : cause);
      return Optional.of(retryOrBury(claim, failure, bounded(retry.delay())));
    }
    return Optional.empty();
  }

  private static Outcome byDecision(Claim claim, Decision decision, Failure failure) {
    if (decision instanceof Decision.Retry retry) {
      return retryOrBury(claim, failure, bounded(retry.delay()));
    }
    if (decision instanceof Decision.Snooze snooze) {
      return new Outcome.Snooze(bounded(snooze.delay()));
    }
    if (decision instanceof Decision.Throttle throttle) {
      return new Outcome.Throttle(bounded(throttle.time()));
    }
    return decision instanceof Decision.Bury ? new Outcome.Bury(failure) : byPolicy(claim, failure);
  }

  private static Outcome byPolicy(Claim claim, Failure failure) {
    Duration wait = policy(claim).delayAfter(claim.attempt(), ThreadLocalRandom.current());
    return retryOrBury(claim, failure, wait);
  }

  private static Outcome retryOrBury(Claim claim, Failure failure, Duration wait) {
    return policy(claim).after(claim.attempt(), sinceFirstFailure(claim), wait, failure);
  }

  /** Zero when this one is the first. */
  private static Duration sinceFirstFailure(Claim claim) {
    Instant first = claim.claimed().firstFailedAt();
    return first == null ? Duration.ZERO : Duration.between(first, claim.now());
  }

  private static RetryPolicy policy(Claim claim) {
    return claim.task().options().retryOrDefault();
  }

  private static Failure failure(Throwable error) {
    return Failure.of(Caught.originOf(error));
  }

  private static String tookTooLong(Claim claim) {
    return "attempt took longer than " + claim.timeout();
  }

  /** What is asked for may be anything, and must fit into what is sent with others. */
  private static Duration bounded(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(RetryPolicy.LONGEST) > 0 ? RetryPolicy.LONGEST : delay;
  }

  private Outcomes() {}
}
