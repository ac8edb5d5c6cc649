package io.sluice.load.pace;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * When each send is due, fixed before the first one is made: so that a slow reply cannot move the
 * sends after it, and a stall shows in the latency of all that were due meanwhile.
 */
public final class ArrivalPlan {
  /** Eight bytes each; more than this is a run to split. */
  public static final int MAX_ARRIVALS = 50_000_000;

  /** Sends nothing. */
  public static final ArrivalPlan NONE = new ArrivalPlan(new long[0]);

  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] offsets;

  private ArrivalPlan(long[] offsets) {
    this.offsets = offsets;
  }

  /** Sends with equal gaps, the first one at once. */
  public static ArrivalPlan constant(Rate rate, Duration span) {
    double gap = NANOS_PER_SECOND / rate.perSecond();
    long[] offsets = new long[bounded(Math.ceil(span.toNanos() / gap))];
    // Multiplied, not added up: rounding must not drift over a long plan.
    Arrays.setAll(offsets, index -> Math.round(index * gap));
    return new ArrivalPlan(offsets);
  }

  /** Sends with exponential gaps drawn from the seed; their number varies around rate × span. */
  public static ArrivalPlan poisson(Rate rate, Duration span, long seed) {
    double gap = NANOS_PER_SECOND / rate.perSecond();
    SplittableRandom random = new SplittableRandom(seed);
    long[] offsets = new long[bounded(span.toNanos() / gap) + 1];
    int size = 0;
    for (double at = next(random, gap); at < span.toNanos(); at += next(random, gap)) {
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, bounded(size * 1.5 + 1));
      }
      offsets[size++] = Math.round(at);
    }
    return new ArrivalPlan(Arrays.copyOf(offsets, size));
  }

  public int size() {
    return offsets.length;
  }

  /** How long after the start the send is due; never less than that of the one before. */
  public long offsetNanos(int index) {
    return offsets[index];
  }

  /** How many sends are due within so long after the start. */
  public int dueWithin(long nanos) {
    int found = Arrays.binarySearch(offsets, nanos + 1);
    int due = found < 0 ? -found - 1 : found;
    while (due > 0 && offsets[due - 1] > nanos) {
      due--;
    }
    return due;
  }

  private static double next(SplittableRandom random, double gap) {
    return -Math.log(1 - random.nextDouble()) * gap;
  }

  private static int bounded(double arrivals) {
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
