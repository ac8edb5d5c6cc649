package io.sluice.load.traffic;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Stage;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Puts into fields what a scenario measured beside the stages of the result. */
final class Told {
  /** The percentiles of a stage, in milliseconds; nothing when it was never timed. */
  static Map<String, ?> latency(Latencies latencies, Stage stage) {
    Histogram seen = latencies.totals().get(stage);
    if (seen == null) {
      return Map.of();
    }
    LatencySummary summary = LatencySummary.of(seen);
    return Map.of(
        "count", summary.count(),
        "p50", summary.p50(),
        "p99", summary.p99(),
        "p999", summary.p999(),
        "max", summary.max());
  }

  private Told() {}
}
