package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small runs of the real thing: embedded Redis, engine, ledger, result file. */
class LoadCommandTest {
  @TempDir private Path folder = Path.of("");

  private final StringWriter said = new StringWriter();

  @Test
  void aDrainEndsCleanAndTellsWhatItCost() {
    assertThat(execute("drain", "-n", "2000", "--seed", "42")).as(said.toString()).isZero();

    JsonNode result = result();
    assertThat(result.at("/ledger/accepted").asLong()).isEqualTo(2000);
    assertThat(result.at("/ledger/succeeded").asLong()).isEqualTo(2000);
    assertThat(result.at("/ledger/lost").asLong(-1)).isZero();
    assertThat(result.at("/ledger/doubled").asLong(-1)).isZero();
    assertThat(result.at("/summary/throughput/enqueuedPerSecond").asDouble()).isPositive();
    assertThat(result.at("/summary/throughput/completedPerSecond").asDouble()).isPositive();
    assertThat(result.at("/summary/redis/cpuMicrosPerTask").asDouble()).isPositive();
    assertThat(result.at("/summary/redis/roundTripsPerTask").asDouble()).isPositive();
    assertThat(result.at("/summary/redis/bytesPerQueuedTask").asDouble()).isBetween(200.0, 2000.0);
    assertThat(result.at("/summary/client/cpuMicrosPerTask").asDouble()).isPositive();
    assertThat(result.at("/config/seed").asLong()).isEqualTo(42);
    assertThat(result.at("/env/persistence").asString()).isEqualTo("none");
    assertThat(said.toString()).contains("accepted 2,000, succeeded 2,000", "verdict: ok");
  }

  @Test
  void aDrainThatKeepsNothingEndsCleanToo() {
    assertThat(execute("drain", "-n", "2000", "--retention", "0")).as(said.toString()).isZero();

    assertThat(result().at("/config/retention").asString()).isEqualTo("0");
  }

  @Test
  void aDrainByTheBareProtocolHasTheSameFigures() {
    assertThat(execute("drain", "-n", "2000", "--warmup", "500", "--bare"))
        .as(said.toString())
        .isZero();

    JsonNode result = result();
    assertThat(result.at("/ledger/succeeded").asLong()).isEqualTo(2000);
    assertThat(result.at("/summary/redis/runCpuMicrosPerTask").asDouble()).isPositive();
    assertThat(result.at("/config/bare").asBoolean()).isTrue();
  }

  @Test
  void theBareProtocolIsNotAskedForWhatItHasNot() {
    assertThat(execute("drain", "-n", "2000", "--bare", "--groups", "10")).isEqualTo(2);
    assertThat(execute("run", "fair", "--bare")).isEqualTo(2);
    assertThat(said.toString())
        .contains("--bare and --hold, --groups, --priorities, --batch or --partitions exclude")
        .contains("--bare means nothing to fair; it is for enqueue, e2e");
  }

  @Test
  void anOpenLoopRunTimesEveryStageOfEveryTask() {
    int code = execute("run", "e2e", "--rate", "200/s", "--duration", "2s", "--warmup", "0s");

    assertEndedClean(code);
    JsonNode result = result();
    assertThat(result.at("/ledger/succeeded").asLong()).isEqualTo(400);
    for (String stage : new String[] {"enqueue", "wait", "start", "pickup", "run", "e2e"}) {
      JsonNode latency = result.at("/summary/latencyMs/" + stage);
      assertThat(latency.at("/count").asLong()).as(stage).isEqualTo(400);
      assertThat(latency.at("/p50").isNumber()).as(stage).isTrue();
      assertThat(latency.at("/max").asDouble())
          .as(stage)
          .isGreaterThanOrEqualTo(latency.at("/p99").asDouble());
    }
  }

  @Test
  void aRunKeepsItsHistogramsItsTimelineAndItsCommand() {
    int code =
        execute("run", "e2e", "--rate", "200/s", "--duration", "2s", "--warmup", "0s", "--seed=7");

    assertEndedClean(code);
    JsonNode result = result();
    assertThat(result.at("/histograms").propertyNames())
        .containsExactly("enqueue", "wait", "start", "pickup", "run", "e2e");
    JsonNode timeline = result.at("/timeline");
    int seconds = timeline.at("/seconds").size();
    assertThat(seconds).isPositive();
    assertColumns(timeline, seconds);
    assertThat(timeline.at("/latencyMs/e2e/p99").size()).isEqualTo(seconds);
    assertThat(timeline.at("/jvmHeapBytes/0").asLong()).isPositive();
    assertThat(timeline.at("/backlog/" + (seconds - 1)).asLong(-1)).isZero();
    assertThat(result.at("/config/command").asString())
        .startsWith("sluice-load run e2e --rate 200/s --duration 2s --warmup 0s --seed=7 --out ");
    assertThat(said.toString()).as("a line for terminals only").doesNotContain("\r", "backlog");
  }

  /** Lists are columns, objects hold more of them. */
  private static void assertColumns(JsonNode node, int seconds) {
    for (String name : node.propertyNames()) {
      JsonNode child = node.path(name);
      if (child.isObject()) {
        assertColumns(child, seconds);
      } else if (child.isArray()) {
        assertThat(child.size()).as(name).isEqualTo(seconds);
      }
    }
  }

  @Test
  void aMissedObjectiveIsAnExitCodeAndInTheResult() {
    int code = execute("drain", "-n", "100", "--warmup", "0", "--slo", "completed>1m/s");

    assertThat(code).as(said.toString()).isEqualTo(99);
    JsonNode slo = result().at("/slo/0");
    assertThat(slo.at("/rule").asString()).isEqualTo("completed>1m/s");
    assertThat(slo.at("/measured").asDouble()).isPositive();
    assertThat(slo.at("/limit").asDouble()).isEqualTo(1e6);
    assertThat(slo.at("/unit").asString()).isEqualTo("/s");
    assertThat(slo.at("/met").asBoolean(true)).isFalse();
    assertThat(result().at("/config/slo/0").asString()).isEqualTo("completed>1m/s");
    assertThat(said.toString()).contains("slo: completed>1m/s MISSED", "verdict: SLO missed");
  }

  @Test
  void aWarmUpIsInTheLedgerAndNotInTheFigures() {
    int code =
        execute(
            "run",
            "e2e",
            "--rate",
            "200/s",
            "--duration",
            "1s",
            "--warmup",
            "500ms",
            "--arrivals",
            "poisson",
            "--seed",
            "5");

    assertEndedClean(code);
    long measured = result().at("/summary/latencyMs/e2e/count").asLong();
    assertThat(measured).isBetween(140L, 260L);
    assertThat(result().at("/ledger/succeeded").asLong()).isGreaterThan(measured + 50);
  }

  /** A busy machine may keep the generator from its plan: then that is what must be said. */
  private void assertEndedClean(int code) {
    boolean keptUp = result().at("/generator/keptUp").asBoolean();
    assertThat(code).as(said.toString()).isEqualTo(keptUp ? 0 : 96);
    assertThat(result().at("/ledger/findings").isEmpty()).as(said.toString()).isTrue();
  }

  private int execute(String... line) {
    String[] all = java.util.Arrays.copyOf(line, line.length + 2);
    all[line.length] = "--out";
    all[line.length + 1] = folder.toString();
    return LoadCommand.commandLine().setErr(new PrintWriter(said, true)).execute(all);
  }

  private JsonNode result() {
    return JsonMapper.shared().readTree(folder.resolve("result.json").toFile());
  }
}
