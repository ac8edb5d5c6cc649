package io.sluice.task.enqueue;

import io.sluice.task.Failure;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.Outcome;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How often a failed task is tried and how long it waits in between.
 *
 * @param maxAttempts attempts in all, at least 1; crashes of a worker are counted apart
 * @param backoff how the wait grows
 * @param initial the wait after the first failure, more than zero
 * @param max the longest wait, at least {@code initial}
 * @param jitter the share of each wait that is random, 0 to 1; 0.5 is «equal jitter»
 * @param total after the first failure no retry begins later than this, whatever attempts are left;
 *     null for no such bound
 */
public record RetryPolicy(
    int maxAttempts,
    Backoff backoff,
    Duration initial,
    Duration max,
    double jitter,
    @Nullable Duration total) {

  public static final int DEFAULT_MAX_ATTEMPTS = 10;
  public static final Duration DEFAULT_INITIAL = Duration.ofSeconds(2);
  public static final Duration DEFAULT_MAX = Duration.ofHours(1);
  public static final double DEFAULT_JITTER = 0.5;

  /** The longest wait that may be asked for. */
  public static final Duration LONGEST = Duration.ofDays(365);

  private static final double NANOS_PER_MILLI = 1e6;

  /** 10 attempts, min(1 h, 2 s · 2ⁿ), equal jitter. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          DEFAULT_MAX_ATTEMPTS, Backoff.EXPONENTIAL, DEFAULT_INITIAL, DEFAULT_MAX, DEFAULT_JITTER);

  /** How the wait grows with the number of failures. */
  public enum Backoff {
    EXPONENTIAL,
    LINEAR,
    FIXED
  }

  /**
   * @throws InvalidTaskException with a pointer below {@code /retry} when a value is out of range
   */
  public RetryPolicy {
    require(maxAttempts >= 1, "maxAttempts", "must be at least 1, is " + maxAttempts);
    require(isPositive(initial), "initial", "must be more than zero, is " + initial);
    require(max.compareTo(initial) >= 0, "max", "must be at least initial, is " + max);
    require(max.compareTo(LONGEST) <= 0, "max", "must be at most " + LONGEST + ", is " + max);
    require(jitter >= 0 && jitter <= 1, "jitter", "must be between 0 and 1, is " + jitter);
    if (total != null) {
      require(isPositive(total), "total", "must be more than zero, is " + total);
      require(
          total.compareTo(LONGEST) <= 0, "total", "must be at most " + LONGEST + ", is " + total);
    }
  }

  /** Without a bound in time. */
  public RetryPolicy(
      int maxAttempts, Backoff backoff, Duration initial, Duration max, double jitter) {
    this(maxAttempts, backoff, initial, max, jitter, null);
  }

  public static RetryPolicy fixed(int maxAttempts, Duration delay) {
    return new RetryPolicy(maxAttempts, Backoff.FIXED, delay, delay, 0);
  }

  public static RetryPolicy exponential(int maxAttempts, Duration initial, Duration max) {
    return new RetryPolicy(maxAttempts, Backoff.EXPONENTIAL, initial, max, DEFAULT_JITTER);
  }

  /** The wait grows by {@code initial} with each failure. */
  public static RetryPolicy linear(int maxAttempts, Duration initial, Duration max) {
    return new RetryPolicy(maxAttempts, Backoff.LINEAR, initial, max, DEFAULT_JITTER);
  }

  /** The same, but after the first failure no retry begins later than this. */
  public RetryPolicy within(Duration value) {
    return new RetryPolicy(maxAttempts, backoff, initial, max, jitter, value);
  }

  /**
   * What comes of an attempt that failed: it is tried again after the wait, or ends for good when
   * no attempt or no time is left.
   *
   * @param failures of the task, with this one
   * @param sinceFirst how long ago the first of them was
   */
  public Outcome after(int failures, Duration sinceFirst, Duration wait, Failure failure) {
    boolean over = exhaustedAfter(failures) || overAfter(sinceFirst.plus(wait));
    return over ? new Outcome.Bury(failure) : new Outcome.Retry(wait, failure);
  }

  /** Whether a task that has failed this often has no attempt left. */
  public boolean exhaustedAfter(int failures) {
    return failures >= maxAttempts;
  }

  /** Whether a retry would begin too late that begins so long after the first failure. */
  public boolean overAfter(Duration sinceFirstFailure) {
    return total != null && sinceFirstFailure.compareTo(total) > 0;
  }

  /**
   * The wait after the given number of failures (from 1): {@code d · (1 − jitter · u)} with u
   * uniform in [0, 1) and d = min(max, initial · 2ⁿ⁻¹), initial · n, or initial. See Brooker,
   * «Exponential Backoff And Jitter».
   */
  public Duration delayAfter(int failures, RandomGenerator random) {
    double factor =
        switch (backoff) {
          case EXPONENTIAL -> Math.pow(2, Math.max(0, failures - 1));
          case LINEAR -> Math.max(1, failures);
          case FIXED -> 1;
        };
    double nanos = Math.min((double) max.toNanos(), initial.toNanos() * factor);
    double wait = nanos * (1 - jitter * random.nextDouble());
    return Duration.ofMillis(Math.round(wait / NANOS_PER_MILLI));
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean holds, String field, String detail) {
    if (!holds) {
      throw new InvalidTaskException("/retry/" + field, "retry." + field + " " + detail);
    }
  }
}
