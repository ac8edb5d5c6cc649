package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.Environment;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.Stage;
import io.sluice.load.report.ResultDocument;
import io.sluice.load.report.ResultFile;
import io.sluice.load.report.RunSetup;
import io.sluice.load.result.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  private static final long MILLI = 1_000_000;
  private static final int TASKS = 10_000;

  @TempDir private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A result that a test makes a little different from the others. */
  private final class Run {
    private String scenario = "e2e";
    private int payloadBytes = 200;
    private int cores = 2;
    private double completed = 1000;
    private double redisCpu = 10;
    private double bytes = 300;
    private Histogram times = times(MILLI, TASKS);

    String written(String name) {
      RunResult result =
          new RunResult(
              scenario,
              new RunResult.Figures(
                  new RunResult.Throughput(1000, completed),
                  Map.of(Stage.E2E, times),
                  new RunResult.Costs(null, null, new Cost(redisCpu, 20, 4), bytes),
                  null),
              null,
              new LedgerVerdict(TASKS, TASKS, 0, 0, 0, 0, 0, List.of()),
              List.of());
      RunSetup setup =
          new RunSetup(
              Instant.EPOCH,
              new Environment("Linux", cores, "17", 1024, 512, new RedisFacts("7", "none")),
              Map.of("payloadBytes", payloadBytes, "seed", name.hashCode()));
      return ResultFile.write(folder.resolve(name), new ResultDocument(result, setup)).toString();
    }
  }

  @Test
  void equalRunsAreNoRegression() {
    assertThat(execute(new Run().written("a"), new Run().written("b"))).isZero();
    assertThat(out.toString()).contains("no regression").doesNotContain("REGRESSED");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void slowerTasksAreARegression() {
    Run slower = new Run();
    slower.times = times(MILLI * 12 / 10, TASKS);

    assertThat(execute(new Run().written("a"), slower.written("b"))).isEqualTo(97);
    assertThat(out.toString()).containsPattern("e2e p50 .* 1\\.(19|20)\\d +REGRESSED");
    assertThat(out.toString()).containsPattern("e2e p99 .* 1\\.(19|20)\\d +REGRESSED");
  }

  @Test
  void worseWithinTheLimitIsNone() {
    Run slower = new Run();
    slower.times = times(MILLI * 12 / 10, TASKS);
    slower.completed = 800;

    String base = new Run().written("a");
    String now = slower.written("b");

    assertThat(execute(base, now, "--max-regression", "25%")).isZero();
    assertThat(execute(base, now, "--max-regression", "15%")).isEqualTo(97);
  }

  @Test
  void betterIsNoRegression() {
    Run better = new Run();
    better.times = times(MILLI / 2, TASKS);
    better.completed = 2000;
    better.redisCpu = 5;
    better.bytes = 100;

    assertThat(execute(new Run().written("a"), better.written("b"))).isZero();
  }

  @Test
  void lessThroughputMoreCpuAndMoreBytesAreRegressionsEach() {
    Run fewer = new Run();
    fewer.completed = 800;
    Run dearer = new Run();
    dearer.redisCpu = 12;
    Run bigger = new Run();
    bigger.bytes = 360;
    String base = new Run().written("base");

    assertThat(execute(base, fewer.written("fewer"))).isEqualTo(97);
    assertThat(execute(base, dearer.written("dearer"))).isEqualTo(97);
    assertThat(execute(base, bigger.written("bigger"))).isEqualTo(97);
    assertThat(Pattern.compile("REGRESSED").matcher(out.toString()).results()).hasSize(3);
    assertThat(out.toString())
        .containsPattern("completed .*REGRESSED")
        .containsPattern("Redis CPU a task .*REGRESSED")
        .containsPattern("Redis bytes a task .*REGRESSED");
  }

  @Test
  void aPercentileWithTooFewValuesIsShownAndNotJudged() {
    Run few = new Run();
    few.times = times(MILLI, 59);
    Run slow = new Run();
    slow.times = times(9 * MILLI, 59);

    assertThat(execute(few.written("a"), slow.written("b"))).isZero();
    assertThat(out.toString()).containsPattern("e2e p50 .*not judged");
  }

  @Test
  void severalRunsOfASideAreOneWithAllTheirValues() {
    Run fast = new Run();
    fast.times = times(MILLI, TASKS);
    fast.redisCpu = 10;
    Run slow = new Run();
    slow.times = times(100 * MILLI, TASKS);
    slow.redisCpu = 20;
    slow.completed = 500;

    int code =
        execute(
            "--base", fast.written("a"), "--new", fast.written("b"), "--new", slow.written("c"));

    assertThat(code).isEqualTo(97);
    // Half of all values are fast: the mean of the two percentiles would be 50 ms.
    assertThat(out.toString()).containsPattern("e2e p50 +ms +1\\.0\\d\\d +1\\.0\\d\\d");
    assertThat(out.toString()).containsPattern("e2e p90 +ms +1\\.0\\d\\d +100\\.0\\d\\d");
    assertThat(out.toString()).containsPattern("Redis CPU a task +us +10\\.000 +15\\.000");
    // 20,000 tasks in 10 + 20 seconds.
    assertThat(out.toString()).containsPattern("completed +/s +1,000\\.000 +666\\.667");
  }

  @Test
  void runsOfDifferentScenariosAreRefused() {
    Run other = new Run();
    other.scenario = "drain";

    assertThat(execute(new Run().written("a"), other.written("b"))).isEqualTo(2);
    assertThat(err.toString()).contains("/scenario", "\"e2e\"", "\"drain\"");
  }

  @Test
  void runsWithDifferentPayloadsAreRefusedOnTheSameSideToo() {
    Run other = new Run();
    other.payloadBytes = 100;
    String base = new Run().written("a");

    assertThat(execute("--base", base, "--base", other.written("b"), "--new", base)).isEqualTo(2);
    assertThat(err.toString()).contains("/config/payloadBytes", "200 in", "100 in");
  }

  @Test
  void aDifferentEnvironmentIsWarnedOf() {
    Run other = new Run();
    other.cores = 64;

    assertThat(execute(new Run().written("a"), other.written("b"))).isZero();
    assertThat(err.toString()).contains("warning: /env/cores differs: 2 in", "64 in");
  }

  @Test
  void whatIsNoResultIsNamed() throws IOException {
    String good = new Run().written("a");
    Path text = Files.writeString(folder.resolve("text.json"), "nonsense");
    Path empty = Files.writeString(folder.resolve("empty.json"), "{}");
    Path broken =
        Files.writeString(
            folder.resolve("broken.json"),
            Files.readString(Path.of(good)).replaceFirst("(\"e2e\" : \")HIST", "$1XXXX"));

    assertThat(execute(good, folder.resolve("missing.json").toString())).isEqualTo(2);
    assertThat(execute(good, text.toString())).isEqualTo(2);
    assertThat(execute(good, empty.toString())).isEqualTo(2);
    assertThat(execute(good, broken.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("cannot read", "missing.json")
        .contains("text.json is no JSON")
        .contains("empty.json is no result to compare: it has no /schema")
        .contains("broken.json: /histograms/e2e is not a histogram");
  }

  @Test
  void filesMustBeGivenAsAPairOrBySides() {
    String file = new Run().written("a");

    assertThat(execute()).isEqualTo(2);
    assertThat(execute(file)).isEqualTo(2);
    assertThat(execute("--base", file)).isEqualTo(2);
    assertThat(execute(file, file, "--base", file)).isEqualTo(2);
    assertThat(execute(file, file, "--max-regression", "much")).isEqualTo(2);
    assertThat(err.toString()).contains("two files", "share 'much'");
  }

  private static Histogram times(long middle, int count) {
    Histogram times = new Histogram(3);
    for (int i = 0; i < count; i++) {
      times.recordValue(middle + i);
    }
    return times;
  }

  private int execute(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "compare";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return LoadCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
