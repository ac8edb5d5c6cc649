package io.sluice.config;

import java.time.Duration;

/**
 * What becomes of a task whose worker died while it held it.
 *
 * @param deliveries after this many crashes the task is dead, as poison
 * @param spread the first crash returns the task at once; the n-th puts it off by a random time up
 *     to n times this, so that the companions of a poison task are not claimed together with it.
 *     From the second crash on a session holds one such task at a time, whatever the spread
 */
public record CrashLimit(int deliveries, Duration spread) {
  /** 5 deliveries, spread over 20 s. */
  public static final CrashLimit DEFAULT = new CrashLimit(5, Duration.ofSeconds(20));

  public CrashLimit {
    Checks.positive("crashLimit.deliveries", deliveries);
    Checks.require(!spread.isNegative(), "crashLimit.spread", "must not be negative", spread);
  }
}
