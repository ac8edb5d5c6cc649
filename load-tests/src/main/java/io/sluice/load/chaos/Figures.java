package io.sluice.load.chaos;

import io.sluice.task.enqueue.Durability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Puts what was measured in a run of faults under the names that it has in results. */
final class Figures {
  private static final double P50 = 50;
  private static final double P99 = 99;

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private String safety = "";

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

  /**
   * What was asked of the enqueues, and what became of those that were acknowledged. None that was
   * confirmed is among those taken back: that would be a loss.
   */
  Figures withDurability(Durability asked, Sends sends, Judge.Counts counts) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("asked", asked.wireName());
    told.put("acknowledged", sends.count(Sends.Send.ACKNOWLEDGED));
    told.put("confirmed", sends.confirmed());
    told.put("takenBack", counts.takenBack());
    told.put("ranAgain", counts.ranAgain());
    safety =
        String.format(
            Locale.ROOT,
            "durability %s: %,d enqueues acknowledged, %,d of them confirmed; failovers took back"
                + " %,d that were not confirmed, and %,d tasks ran again",
            asked.wireName(),
            sends.count(Sends.Send.ACKNOWLEDGED),
            sends.confirmed(),
            counts.takenBack(),
            counts.ranAgain());
    return with("durability", told);
  }

  /** What {@link #withDurability} tells, in a sentence. */
  String safety() {
    return safety;
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
