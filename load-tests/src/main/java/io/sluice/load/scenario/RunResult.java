package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.PaceReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param pace how well the generator kept to its plan; null when there was none
 * @param problems what went wrong besides the ledger, in sentences
 */
public record RunResult(
    String scenario,
    Figures figures,
    @Nullable PaceReport pace,
    LedgerVerdict ledger,
    List<String> problems) {

  public RunResult {
    problems = List.copyOf(problems);
  }

  /** What was measured. */
  public record Figures(Throughput throughput, Map<Stage, LatencySummary> latency, Costs costs) {}

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
      return RunVerdict.LOST_OR_DOUBLED;
    }
    if (pace != null && !pace.keptUp()) {
      return RunVerdict.GENERATOR_BEHIND;
    }
    return problems.isEmpty() ? RunVerdict.OK : RunVerdict.FAILED;
  }
}
