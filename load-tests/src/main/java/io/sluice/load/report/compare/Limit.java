package io.sluice.load.report.compare;

import io.sluice.load.report.compare.Row.Judgement;
import org.jspecify.annotations.Nullable;

/**
 * How much worse a figure may be.
 *
 * @param share of the base, like 0.1
 */
record Limit(double share) {
  /** Latencies that differ by less are the same: no timer of a JVM is finer under load. */
  static final double SAME_MILLIS = 0.01;

  Limit {
    if (!(share >= 0)) {
      throw new IllegalArgumentException("the limit of a regression must not be below 0: " + share);
    }
  }

  Row lessIsBetter(String figure, String unit, @Nullable Double base, @Nullable Double now) {
    return row(figure, unit, base, now, (from, to) -> from > 0 && to > from * (1 + share));
  }

  Row moreIsBetter(String figure, String unit, @Nullable Double base, @Nullable Double now) {
    return row(figure, unit, base, now, (from, to) -> to < from * (1 - share));
  }

  /** A latency in milliseconds; a base of zero counts too. */
  Row latency(String figure, double base, double now) {
    return row(
        figure, "ms", base, now, (from, to) -> to > from * (1 + share) && to - from > SAME_MILLIS);
  }

  private static Row row(
      String figure, String unit, @Nullable Double base, @Nullable Double now, Worse worse) {
    if (base == null || now == null) {
      return new Row(figure, unit, base, now, Judgement.SHOWN);
    }
    Judgement judgement = worse.than(base, now) ? Judgement.REGRESSED : Judgement.KEPT;
    return new Row(figure, unit, base, now, judgement);
  }

  private interface Worse {
    boolean than(double base, double now);
  }
}
