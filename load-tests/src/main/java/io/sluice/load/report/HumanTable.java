package io.sluice.load.report;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.PaceReport;
import io.sluice.load.result.RunResult;
import io.sluice.load.slo.SloOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result on one screen, for whoever started the run. */
public final class HumanTable {
  private static final double PERCENT = 100;

  /** Lists of what a scenario tells of each priority or group, by their names in the result. */
  private static final List<String> DETAILS = List.of("priorities", "groups");

  private static final int MOST_ROWS = 12;

  private final StringBuilder text = new StringBuilder();

  private HumanTable() {}

  /** Renders the result. */
  public static String of(RunResult result, RunSetup setup) {
    HumanTable table = new HumanTable();
    table.head(result, setup);
    table.throughput(result.figures());
    table.latencies(result.figures().latency());
    if (result.pace() != null) {
      table.pace(result.pace());
    }
    result.figures().special().summary().forEach((name, told) -> table.line("%s: %s", name, told));
    DETAILS.forEach(name -> table.rows(result.figures().special().whole().get(name)));
    table.ledger(result.ledger());
    result.slo().forEach(table::slo);
    result.problems().forEach(problem -> table.line("problem: %s", problem));
    table.line("verdict: %s", result.verdict().words());
    return table.text.toString();
  }

  private void rows(@Nullable Object details) {
    if (details instanceof List<?> rows) {
      rows.stream().limit(MOST_ROWS).forEach(row -> line("  %s", row));
      if (rows.size() > MOST_ROWS) {
        line("  and %d more in result.json", rows.size() - MOST_ROWS);
      }
    }
  }

  private void head(RunResult result, RunSetup setup) {
    RedisFacts redis = setup.environment().redis();
    line(
        "%s on Redis %s, persistence: %s, %d cores",
        result.scenario(), redis.version(), redis.persistence(), setup.environment().cores());
    line("%s", setup.options());
  }

  private void throughput(RunResult.Figures figures) {
    RunResult.Costs costs = figures.costs();
    line("%-12s %12s %16s %17s", "", "tasks/s", "Redis µs/task", "client µs/task");
    row("enqueue", figures.throughput().enqueuedPerSecond(), costs.enqueue());
    row("run, settle", figures.throughput().completedPerSecond(), costs.run());
    line(
        "%-12s %12s %16.2f %17.2f",
        "cycle", "", costs.cycle().redisCpuMicrosPerTask(), costs.cycle().clientCpuMicrosPerTask());
    if (!Double.isNaN(costs.cycle().redisCallsPerTask())) {
      line("%.3f round trips to Redis per task", costs.cycle().redisCallsPerTask());
    }
    if (costs.bytesPerQueuedTask() != null) {
      line("%.0f bytes of Redis memory per queued task", costs.bytesPerQueuedTask());
    }
  }

  private void row(String phase, double perSecond, @Nullable Cost cost) {
    if (cost == null) {
      line("%-12s %,12.0f", phase, perSecond);
    } else {
      line(
          "%-12s %,12.0f %16.2f %17.2f",
          phase, perSecond, cost.redisCpuMicrosPerTask(), cost.clientCpuMicrosPerTask());
    }
  }

  private void latencies(Map<Stage, LatencySummary> latency) {
    if (latency.isEmpty()) {
      return;
    }
    line("%-12s %10s %10s %10s %10s", "ms", "p50", "p99", "p99.9", "max");
    latency.forEach((stage, seen) -> latency(stage.wireName(), seen));
  }

  private void latency(String name, LatencySummary seen) {
    line(
        "%-12s %10.3f %10.3f %10.3f %10.3f", name, seen.p50(), seen.p99(), seen.p999(), seen.max());
  }

  private void pace(PaceReport pace) {
    latency("(send late)", pace.lateness());
    line(
        "generator: %,d of %,d sends, %.2f %% late%s",
        pace.sends(),
        pace.planned(),
        pace.lateShare() * PERCENT,
        pace.keptUp() ? "" : ": THIS RUN IS INVALID");
  }

  private void ledger(LedgerVerdict ledger) {
    line(
        "ledger: accepted %,d, succeeded %,d, dead %,d, lost %,d, doubled %,d",
        ledger.accepted(), ledger.succeeded(), ledger.dead(), ledger.lost(), ledger.doubled());
    if (ledger.refused() > 0 || ledger.unknown() > 0) {
      line("sends refused %,d, unknown %,d", ledger.refused(), ledger.unknown());
    }
    ledger.findings().forEach(finding -> line("  broken: %s", finding));
  }

  private void slo(SloOutcome outcome) {
    Double measured = outcome.measured();
    line(
        "slo: %s %s (%s)",
        outcome.rule(),
        outcome.met() ? "met" : "MISSED",
        measured == null
            ? "this run has no such figure"
            : String.format(Locale.ROOT, "%,.3f %s", measured, outcome.unit()).trim());
  }

  private void line(String format, @Nullable Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
