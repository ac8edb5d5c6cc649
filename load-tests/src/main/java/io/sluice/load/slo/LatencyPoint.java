package io.sluice.load.slo;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Where on a histogram an objective looks. */
public enum LatencyPoint {
  P50,
  P90,
  P95,
  P99,
  P999,
  MAX,
  MEAN;

  /** As it is written. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  double of(Histogram seen) {
    return switch (this) {
      case P50 -> seen.getValueAtPercentile(50);
      case P90 -> seen.getValueAtPercentile(90);
      case P95 -> seen.getValueAtPercentile(95);
      case P99 -> seen.getValueAtPercentile(99);
      case P999 -> seen.getValueAtPercentile(99.9);
      case MAX -> seen.getMaxValue();
      case MEAN -> seen.getMean();
    };
  }
}
