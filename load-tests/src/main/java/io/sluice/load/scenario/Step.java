package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.PaceReport;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import io.sluice.load.slo.Slo;
import io.sluice.load.slo.SloSubject;
import io.sluice.load.traffic.Journey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One rate that was tried.
 *
 * @param backlogGrowthPerSecond over the second half of the step
 */
record Step(Rate rate, Journey way, PaceReport pace, double backlogGrowthPerSecond, Cost cost) {
  /** A backlog that grows by no more than this part of the rate is flat. */
  private static final double FLAT = 0.02;

  /** Why the rate was not kept, in words; null when it was. */
  @Nullable String missed(List<Slo> objectives) {
    if (!pace.keptUp()) {
      return "generator fell behind";
    }
    if (backlogGrowthPerSecond > rate.perSecond() * FLAT) {
      return "backlog grew";
    }
    SloSubject subject = subject();
    return objectives.stream()
        .map(slo -> slo.judge(subject))
        .filter(outcome -> !outcome.met())
        .map(outcome -> "missed " + outcome.rule())
        .findFirst()
        .orElse(null);
  }

  Map<String, ?> told(List<Slo> objectives) {
    RunResult.Throughput seen = way.throughput();
    Histogram e2e = way.latencies().totals().get(Stage.E2E);
    String missed = missed(objectives);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("ratePerSecond", rate.perSecond());
    told.put("achievedPerSecond", seen.enqueuedPerSecond());
    told.put("completedPerSecond", seen.completedPerSecond());
    if (e2e != null) {
      told.put("p99Ms", LatencySummary.of(e2e).p99());
    }
    told.put("backlogGrowthPerSecond", backlogGrowthPerSecond);
    told.put("lateSends", pace.late());
    told.put("kept", missed == null);
    if (missed != null) {
      told.put("reason", missed);
    }
    return told;
  }

  private SloSubject subject() {
    RunResult.Throughput seen = way.throughput();
    return new SloSubject(
        way.latencies().totals(),
        seen.enqueuedPerSecond(),
        seen.completedPerSecond(),
        cost.redisCpuMicrosPerTask(),
        0,
        0);
  }
}
