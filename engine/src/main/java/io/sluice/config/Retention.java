package io.sluice.config;

import java.time.Duration;

/**
 * How long finished tasks are kept. Whichever bound is reached first drops the oldest.
 *
 * @param maxAge zero for no bound by age
 * @param maxCount per queue and terminal state; zero keeps none, which is what costs least
 */
public record Retention(Duration maxAge, int maxCount) {
  /** Succeeded, cancelled and expired tasks: 1 h, at most 10,000 each. */
  public static final Retention DEFAULT = new Retention(Duration.ofHours(1), 10_000);

  /** Dead letters: 7 days, at most 10,000. */
  public static final Retention DEFAULT_DEAD = new Retention(Duration.ofDays(7), 10_000);

  /** Nothing is kept. */
  public static final Retention NONE = new Retention(Duration.ZERO, 0);

  public Retention {
    Checks.require(!maxAge.isNegative(), "retention.maxAge", "must not be negative", maxAge);
    Checks.require(maxCount >= 0, "retention.maxCount", "must not be negative", maxCount);
  }
}
