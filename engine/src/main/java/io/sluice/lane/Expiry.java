package io.sluice.lane;

import java.time.Duration;

/**
 * When an item that is not answered fails.
 *
 * @param timeout after so long; zero for never
 * @param overdue who sees to it
 */
public record Expiry(Duration timeout, Overdue overdue) {
  /** Items wait as long as it takes. */
  public static final Expiry NEVER = new Overdue().after(Duration.ZERO);
}
