package io.sluice.task.view;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;

/**
 * How many tasks may start in a time. In any stretch of time {@code t} at most {@code burst + limit
 * · t / per} start, by the clock of Redis.
 *
 * @param limit how many, 1 to 1,000,000
 * @param per in how long, 1 ms to 31 days
 * @param burst how many may start at once after a quiet time, 1 to 1,000,000
 */
public record RateLimit(long limit, Duration per, long burst) {
  public static final long MOST = 1_000_000;
  public static final Duration LONGEST_PER = Duration.ofDays(31);

  /**
   * @throws InvalidTaskException with a pointer to what is out of range, from the rate on
   */
  public RateLimit {
    require("/limit", limit);
    require("/burst", burst);
    if (per.toMillis() < 1 || per.compareTo(LONGEST_PER) > 0) {
      throw new InvalidTaskException(
          "/per", "per must be at least 1 ms and at most " + LONGEST_PER + ", is " + per);
    }
  }

  /** With a burst as large as the limit. */
  public RateLimit(long limit, Duration per) {
    this(limit, per, limit);
  }

  private static void require(String pointer, long value) {
    if (value < 1 || value > MOST) {
      throw new InvalidTaskException(
          pointer, pointer.substring(1) + " must be between 1 and " + MOST + ", is " + value);
    }
  }
}
