package io.sluice.load.pace;

import java.time.Duration;

/** How sends are spread over time. */
public enum Arrivals {
  /** All gaps are the same. */
  CONSTANT {
    @Override
    public ArrivalPlan plan(Rate rate, Duration span, long seed) {
      return ArrivalPlan.constant(rate, span);
    }
  },
  /** Gaps are exponential, as if many callers did not know of each other. */
  POISSON {
    @Override
    public ArrivalPlan plan(Rate rate, Duration span, long seed) {
      return ArrivalPlan.poisson(rate, span, seed);
    }
  };

  /** A plan of this kind; the same seed gives the same plan. */
  public abstract ArrivalPlan plan(Rate rate, Duration span, long seed);
}
