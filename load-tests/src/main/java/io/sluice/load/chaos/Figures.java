package io.sluice.load.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Puts what was measured in a run of faults under the names that it has in results. */
final class Figures {
  private static final double P50 = 50;
  private static final double P99 = 99;

  private final Map<String, Object> fields = new LinkedHashMap<>();

  Figures(FaultLog faults, Stages stages) {
    Judge.Counts counts = stages.counts();
    Redelivery redelivery = stages.redelivery();
    Map<String, Object> fired = new LinkedHashMap<>();
    faults.counts().forEach((fault, count) -> fired.put(fault.wireName(), count));
    fields.put("faults", fired);
    fields.put("executions", counts.executions());
    fields.put("retried", counts.retried());
    fields.put("reaped", counts.reaped());
    fields.put("released", counts.released());
    fields.put("refusedOutcomes", counts.refusedOutcomes());
    fields.put("redeliveryMs", spread(redelivery.first()));
    fields.put("laterRedeliveryMs", spread(redelivery.later()));
  }

  /** Of each queue, when there are several. */
  Figures withStages(Stages stages) {
    return stages.all().size() == 1 ? this : with("stages", stages.figures());
  }

  Figures with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  Figures withRecoveries(List<Readiness.Recovery> recoveries) {
    Map<String, Long> longest = new LinkedHashMap<>();
    recoveries.forEach(
        recovery ->
            longest.merge(recovery.fault().fault().wireName(), recovery.tookMillis(), Math::max));
    return with("longestRecoveryMs", longest);
  }

  Map<String, Object> fields() {
    return fields;
  }

  private static Map<String, Long> spread(Histogram taken) {
    Map<String, Long> spread = new LinkedHashMap<>();
    spread.put("count", taken.getTotalCount());
    spread.put("p50", taken.getValueAtPercentile(P50));
    spread.put("p99", taken.getValueAtPercentile(P99));
    spread.put("max", taken.getMaxValue());
    return spread;
  }
}
