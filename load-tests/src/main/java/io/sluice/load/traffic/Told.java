package io.sluice.load.traffic;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Stage;
import java.util.LinkedHashMap;
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
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("count", summary.count());
    told.put("p50", summary.p50());
    told.put("p90", summary.p90());
    told.put("p99", summary.p99());
    told.put("p999", summary.p999());
    told.put("max", summary.max());
    return told;
  }

  private Told() {}
}
