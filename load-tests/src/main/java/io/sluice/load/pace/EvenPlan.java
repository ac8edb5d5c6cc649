package io.sluice.load.pace;

import java.time.Duration;

/** Equal gaps. Holds no instants, so it may be as long as it likes. */
record EvenPlan(int size, double gapNanos) implements ArrivalPlan {
  private static final double NANOS_PER_SECOND = 1e9;

  static ArrivalPlan of(Rate rate, Duration span) {
    double gap = NANOS_PER_SECOND / rate.perSecond();
    return new EvenPlan(ArrivalPlan.bounded(Math.ceil(span.toNanos() / gap)), gap);
  }

  /** Multiplied, not added up: rounding must not drift over a long plan. */
  @Override
  public long offsetNanos(int index) {
    return Math.round(index * gapNanos);
  }
}
