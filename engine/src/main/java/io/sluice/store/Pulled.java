package io.sluice.store;

import java.time.Duration;

/**
 * What a call of pull did.
 *
 * @param more there is more to look at
 * @param pulled how much was further away than its own length
 * @param by how far the clock was set back, at least; zero when it was not
 */
public record Pulled(boolean more, int pulled, Duration by) {
  /** Nothing was to be done. */
  public static final Pulled NOTHING = new Pulled(false, 0, Duration.ZERO);

  /** Both. */
  public Pulled plus(Pulled next) {
    return new Pulled(next.more, pulled + next.pulled, by.compareTo(next.by) > 0 ? by : next.by);
  }
}
