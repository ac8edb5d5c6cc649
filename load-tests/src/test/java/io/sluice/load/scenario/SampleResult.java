package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.PaceReport;
import io.sluice.load.result.RunResult;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results as a run could have had them. */
public final class SampleResult {
  /** From one to ten milliseconds. */
  public static final Histogram TENTHS = tenths();

  private static final LatencySummary LATENCY = LatencySummary.of(TENTHS);

  public static RunResult drained() {
    return new RunResult(
        "drain",
        new RunResult.Figures(
            new RunResult.Throughput(150_000.5, 90_000),
            Map.of(),
            new RunResult.Costs(
                new Cost(3, 5, 0.25), new Cost(5.5, 7, 0.5), new Cost(8.5, 12, 0.75), 352.25),
            null),
        null,
        clean(),
        List.of());
  }

  public static RunResult ok() {
    return sent(0, clean(), List.of());
  }

  public static RunResult lost() {
    LedgerVerdict broken =
        new LedgerVerdict(10, 9, 0, 0, 0, 1, 0, List.of("1 acknowledged tasks never ran"));
    return sent(10, broken, List.of("something else"));
  }

  /** Nothing is lost or doubled, and something else is not as promised. */
  public static RunResult ruleBroken() {
    LedgerVerdict broken =
        new LedgerVerdict(10, 10, 0, 0, 0, 0, 0, List.of("redelivery took too long"));
    return sent(10, broken, List.of("something else"));
  }

  public static RunResult behind() {
    return sent(10, clean(), List.of("something else"));
  }

  public static RunResult failed() {
    return sent(0, clean(), List.of("3 sends were not accepted"));
  }

  private static RunResult sent(long late, LedgerVerdict ledger, List<String> problems) {
    return new RunResult(
        "e2e",
        new RunResult.Figures(
            new RunResult.Throughput(100, 99.5),
            Map.of(Stage.E2E, TENTHS),
            new RunResult.Costs(null, null, new Cost(20, 30, 4), null),
            null),
        new PaceReport(100, 100, late, LATENCY),
        ledger,
        problems);
  }

  private static Histogram tenths() {
    Histogram histogram = new Histogram(3);
    for (int i = 1; i <= 10; i++) {
      histogram.recordValue(i * 1_000_000L);
    }
    return histogram;
  }

  private static LedgerVerdict clean() {
    return new LedgerVerdict(10, 10, 0, 0, 0, 0, 0, List.of());
  }

  private SampleResult() {}
}
