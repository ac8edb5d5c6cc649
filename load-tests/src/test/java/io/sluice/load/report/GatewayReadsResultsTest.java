package io.sluice.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.reports.Report;
import io.sluice.gateway.reports.Reports;
import io.sluice.load.measure.Environment;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.SampleResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written here can be shown by a gateway, field by field. */
class GatewayReadsResultsTest {
  private static final RunSetup SETUP =
      new RunSetup(
          Instant.EPOCH,
          new Environment("Linux", 2, "17", 1024, 512, new RedisFacts("7.0.15", "none")),
          Map.of("ratePerSecond", 5000.0, "command", "sluice-load run e2e", "target", "embedded"));

  @TempDir private Path folder = Path.of("");

  @Test
  void aRunWithAPlanHasItsRatesLatencyAndLedger() {
    assertThat(shown(SampleResult.behind()).row().members().keySet())
        .contains("scenario", "verdict", "startedAt", "command", "target", "redis", "jdk", "os")
        .contains("cores", "offeredPerSecond", "enqueuedPerSecond", "completedPerSecond")
        .contains("stage", "p50Ms", "p99Ms", "accepted", "succeeded", "dead", "lost", "doubled");
  }

  @Test
  void aDrainHasWhatItMeasured() {
    Report report = shown(SampleResult.drained());

    assertThat(report.row().get("completedPerSecond").text()).isEqualTo("90000.0");
    assertThat(report.details().members().keySet())
        .containsExactlyInAnyOrder(
            "problems", "summary", "generator", "ledger", "slo", "env", "config");
  }

  private Report shown(RunResult result) {
    ResultFile.write(folder.resolve("run"), new ResultDocument(result, SETUP));
    Reports reports = Reports.in(folder);
    try {
      Report report =
          Objects.requireNonNull(reports.find("run").block(Duration.ofSeconds(30)), "the run");
      assertThat(report.problem()).isNull();
      return report;
    } finally {
      reports.close();
    }
  }
}
