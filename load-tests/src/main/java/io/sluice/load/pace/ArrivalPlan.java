package io.sluice.load.pace;

import java.time.Duration;

/**
 * When each send is due, fixed before the first one is made: so that a slow reply cannot move the
 * sends after it, and a stall shows in the latency of all that were due meanwhile.
 */
public interface ArrivalPlan {
  /** More than this is a run to split. */
  int MAX_ARRIVALS = 50_000_000;

  /** Sends nothing. */
  static ArrivalPlan none() {
    return new DrawnPlan(new long[0]);
  }

  /** Sends with equal gaps, the first one at once. */
  static ArrivalPlan constant(Rate rate, Duration span) {
    return EvenPlan.of(rate, span);
  }

  /** Sends with exponential gaps drawn from the seed; their number varies around rate × span. */
  static ArrivalPlan poisson(Rate rate, Duration span, long seed) {
    return DrawnPlan.of(rate, span, seed);
  }

  int size();

  /** How long after the start the send is due; never less than that of the one before. */
  long offsetNanos(int index);

  /** How many sends are due so long after the start. */
  default long dueWithin(long nanos) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offsetNanos(middle) <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The number as it is, if it is not too large for one plan. */
  static int bounded(double arrivals) {
    if (arrivals > MAX_ARRIVALS) {
      throw new IllegalArgumentException(
          "a plan of "
              + Math.round(arrivals)
              + " sends is more than "
              + MAX_ARRIVALS
              + ": lower --rate or --duration");
    }
    return (int) arrivals;
  }
}
