package io.sluice.load.result;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Stage;
import io.sluice.load.measure.Timeline;
import io.sluice.load.pace.PaceReport;
import io.sluice.load.slo.Slo;
import io.sluice.load.slo.SloOutcome;
import io.sluice.load.slo.SloSubject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param pace how well the generator kept to its plan; null when there was none
 * @param problems what went wrong besides the ledger, in sentences
 * @param slo how it did by what was asked of it; empty when nothing was
 */
public record RunResult(
    String scenario,
    Figures figures,
    @Nullable PaceReport pace,
    LedgerVerdict ledger,
    List<String> problems,
    List<SloOutcome> slo) {

  public RunResult {
    problems = List.copyOf(problems);
    slo = List.copyOf(slo);
  }

  /** Of which nothing was asked yet. */
  public RunResult(
      String scenario,
      Figures figures,
      @Nullable PaceReport pace,
      LedgerVerdict ledger,
      List<String> problems) {
    this(scenario, figures, pace, ledger, problems, List.of());
  }

  /** The same, judged by these objectives. */
  public RunResult judgedBy(List<Slo> objectives) {
    double redisCpu = figures.costs.cycle.redisCpuMicrosPerTask();
    SloSubject subject =
        new SloSubject(
            figures.histograms,
            figures.throughput.enqueuedPerSecond,
            figures.throughput.completedPerSecond,
            Double.isNaN(redisCpu) ? null : redisCpu,
            ledger.lost(),
            ledger.doubled());
    List<SloOutcome> outcomes = objectives.stream().map(slo -> slo.judge(subject)).toList();
    return new RunResult(scenario, figures, pace, ledger, problems, outcomes);
  }

  /**
   * What was measured.
   *
   * @param histograms of the stages that were timed, in nanoseconds
   * @param timeline null when the scenario has none
   * @param special what this scenario alone tells
   */
  public record Figures(
      Throughput throughput,
      Map<Stage, Histogram> histograms,
      Costs costs,
      @Nullable Timeline timeline,
      Special special) {

    public Figures(
        Throughput throughput,
        Map<Stage, Histogram> histograms,
        Costs costs,
        @Nullable Timeline timeline) {
      this(throughput, histograms, costs, timeline, Special.NONE);
    }

    /** The percentiles of each stage. */
    public Map<Stage, LatencySummary> latency() {
      Map<Stage, LatencySummary> latency = new EnumMap<>(Stage.class);
      histograms.forEach((stage, seen) -> latency.put(stage, LatencySummary.of(seen)));
      return latency;
    }
  }

  /**
   * Figures that one scenario alone has, by the names that they have in results; each value is a
   * number, text, or a list or map of such.
   *
   * @param summary go beside throughput and latency
   * @param whole go beside the summary
   */
  public record Special(Map<String, ?> summary, Map<String, ?> whole) {
    public static final Special NONE = new Special(Map.of(), Map.of());
  }

  public record Throughput(double enqueuedPerSecond, double completedPerSecond) {}

  /**
   * @param enqueue of the enqueue alone, when it was done alone
   * @param run of running and settling alone, likewise
   * @param cycle of a task's whole way
   * @param bytesPerQueuedTask memory of Redis, when there was a backlog to measure it by
   */
  public record Costs(
      @Nullable Cost enqueue,
      @Nullable Cost run,
      Cost cycle,
      @Nullable Double bytesPerQueuedTask) {}

  /** The worst that can be said of the run. */
  public RunVerdict verdict() {
    if (!ledger.clean()) {
      return ledger.lost() > 0 || ledger.doubled() > 0
          ? RunVerdict.LOST_OR_DOUBLED
          : RunVerdict.RULE_BROKEN;
    }
    if (pace != null && !pace.keptUp()) {
      return RunVerdict.GENERATOR_BEHIND;
    }
    if (!slo.stream().allMatch(SloOutcome::met)) {
      return RunVerdict.SLO_MISSED;
    }
    return problems.isEmpty() ? RunVerdict.OK : RunVerdict.FAILED;
  }
}
