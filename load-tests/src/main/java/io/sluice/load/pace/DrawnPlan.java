package io.sluice.load.pace;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Gaps drawn by chance, eight bytes each. */
final class DrawnPlan implements ArrivalPlan {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] offsets;

  DrawnPlan(long[] offsets) {
    this.offsets = offsets;
  }

  static ArrivalPlan of(Rate rate, Duration span, long seed) {
    double gap = NANOS_PER_SECOND / rate.perSecond();
    SplittableRandom random = new SplittableRandom(seed);
    long[] offsets = new long[ArrivalPlan.bounded(span.toNanos() / gap) + 1];
    int size = 0;
    for (double at = next(random, gap); at < span.toNanos(); at += next(random, gap)) {
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, ArrivalPlan.bounded(size * 1.5 + 1));
      }
      offsets[size++] = Math.round(at);
    }
    return new DrawnPlan(Arrays.copyOf(offsets, size));
  }

  @Override
  public int size() {
    return offsets.length;
  }

  @Override
  public long offsetNanos(int index) {
    return offsets[index];
  }

  private static double next(SplittableRandom random, double gap) {
    return -Math.log(1 - random.nextDouble()) * gap;
  }
}
