package io.sluice.load.pace;

import org.jspecify.annotations.Nullable;

/**
 * Looks for the highest rate that is kept: doubles it until one is not, then halves the gap between
 * the highest that was and the lowest that was not. Not thread-safe.
 */
public final class RateSearch {
  /** The gap is small enough when it is this part of the rate. */
  public static final double PRECISION = 0.05;

  private static final double GROWTH = 2;

  private final double to;
  private double next;
  private double kept;
  private double missed;

  /**
   * @param from is tried first
   * @param to is not exceeded
   */
  public RateSearch(Rate from, Rate to) {
    if (from.perSecond() > to.perSecond()) {
      throw new IllegalArgumentException(
          "--from must not be more than --to, is " + from.perSecond() + " and " + to.perSecond());
    }
    this.next = from.perSecond();
    this.to = to.perSecond();
    this.missed = Double.POSITIVE_INFINITY;
  }

  /** What to try next; null when the search is over. */
  public @Nullable Rate next() {
    return next > 0 ? new Rate(next) : null;
  }

  /** What came of trying {@link #next}. */
  public void tried(boolean wasKept) {
    if (wasKept) {
      kept = next;
    } else {
      missed = next;
    }
    next = following();
  }

  /** The highest that was kept; null when none was. */
  public @Nullable Rate best() {
    return kept > 0 ? new Rate(kept) : null;
  }

  private double following() {
    if (kept == 0 || kept >= to) {
      return 0;
    }
    if (Double.isInfinite(missed)) {
      return Math.min(to, kept * GROWTH);
    }
    return missed - kept <= missed * PRECISION ? 0 : (kept + missed) / 2;
  }
}
