package io.sluice.load.slo;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Where on a histogram an objective looks. */
public enum LatencyPoint {
  P50(seen -> seen.getValueAtPercentile(50), "p50"),
  P90(seen -> seen.getValueAtPercentile(90), "p90"),
  P95(seen -> seen.getValueAtPercentile(95), "p95"),
  P99(seen -> seen.getValueAtPercentile(99), "p99"),
  P999(seen -> seen.getValueAtPercentile(99.9), "p999", "p99.9"),
  MAX(seen -> seen.getMaxValue(), "max"),
  MEAN(Histogram::getMean, "mean");

  private final ToDoubleFunction<Histogram> value;
  private final List<String> names;

  LatencyPoint(ToDoubleFunction<Histogram> value, String... names) {
    this.value = value;
    this.names = List.of(names);
  }

  /** How it may be written; the first is the usual one. */
  public List<String> names() {
    return names;
  }

  double of(Histogram seen) {
    return value.applyAsDouble(seen);
  }
}
