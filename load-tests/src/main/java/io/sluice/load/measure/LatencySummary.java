package io.sluice.load.measure;

import org.HdrHistogram.Histogram;

/**
 * Percentiles of one histogram, in milliseconds. Made from all values of a run at once: percentiles
 * of parts cannot be averaged.
 */
public record LatencySummary(
    long count, double p50, double p90, double p99, double p999, double max) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double SHOWN = 1e3;

  /** The summary of a histogram of nanoseconds. */
  public static LatencySummary of(Histogram nanos) {
    return new LatencySummary(
        nanos.getTotalCount(),
        millis(nanos.getValueAtPercentile(50)),
        millis(nanos.getValueAtPercentile(90)),
        millis(nanos.getValueAtPercentile(99)),
        millis(nanos.getValueAtPercentile(99.9)),
        millis(nanos.getMaxValue()));
  }

  private static double millis(long nanos) {
    return Math.round(nanos / NANOS_PER_MILLI * SHOWN) / SHOWN;
  }
}
