package io.sluice.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.load.measure.Environment;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Moment;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.Stage;
import io.sluice.load.measure.Timeline;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.SampleResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultDocumentTest {
  private static final RunSetup SETUP =
      new RunSetup(
          Instant.EPOCH,
          new Environment("Linux", 2, "17", 1024, 512, new RedisFacts("7.0.15", "none")),
          Map.of("seed", 42));

  @TempDir private Path folder = Path.of("");

  @Test
  void aDrainHasTheFieldsOfTheContract() {
    JsonNode json = written(SampleResult.drained());

    assertThat(json.at("/summary/throughput/enqueuedPerSecond").asDouble()).isEqualTo(150_000.5);
    assertThat(json.at("/summary/throughput/completedPerSecond").asDouble()).isEqualTo(90_000);
    assertThat(json.at("/summary/redis/cpuMicrosPerTask").asDouble()).isEqualTo(8.5);
    assertThat(json.at("/summary/redis/roundTripsPerTask").asDouble()).isEqualTo(0.75);
    assertThat(json.at("/summary/redis/enqueueCpuMicrosPerTask").asDouble()).isEqualTo(3);
    assertThat(json.at("/summary/redis/runCpuMicrosPerTask").asDouble()).isEqualTo(5.5);
    assertThat(json.at("/summary/redis/bytesPerQueuedTask").asDouble()).isEqualTo(352.25);
    assertThat(json.at("/summary/client/cpuMicrosPerTask").asDouble()).isEqualTo(12);
    assertThat(json.at("/summary/latencyMs").isObject()).isTrue();
    assertThat(json.at("/generator").isNull()).isTrue();
  }

  @Test
  void anOpenLoopRunHasItsLatenciesAndWhatTheGeneratorDid() {
    JsonNode json = written(SampleResult.behind());

    JsonNode e2e = json.at("/summary/latencyMs/e2e");
    assertThat(e2e.at("/p50").asDouble()).isCloseTo(5, within(0.01));
    assertThat(e2e.at("/p99").asDouble()).isCloseTo(10, within(0.01));
    assertThat(e2e.at("/p999").asDouble()).isCloseTo(10, within(0.01));
    assertThat(e2e.at("/max").asDouble()).isCloseTo(10, within(0.01));
    assertThat(json.at("/generator/late").asLong()).isEqualTo(10);
    assertThat(json.at("/generator/keptUp").asBoolean(true)).isFalse();
    assertThat(json.at("/verdict").asString()).isEqualTo("generator fell behind");
    assertThat(json.at("/summary/redis/bytesPerQueuedTask").isNull()).isTrue();
  }

  @Test
  void theLedgerTellsWhatIsBroken() {
    JsonNode json = written(SampleResult.lost());

    assertThat(json.at("/ledger/accepted").asLong()).isEqualTo(10);
    assertThat(json.at("/ledger/succeeded").asLong()).isEqualTo(9);
    assertThat(json.at("/ledger/dead").asLong(-1)).isZero();
    assertThat(json.at("/ledger/lost").asLong()).isEqualTo(1);
    assertThat(json.at("/ledger/doubled").asLong(-1)).isZero();
    assertThat(json.at("/ledger/findings/0").asString())
        .isEqualTo("1 acknowledged tasks never ran");
  }

  @Test
  void theSetupIsThereAndNamesNoMachine() {
    JsonNode json = written(SampleResult.ok());

    assertThat(json.at("/env").propertyNames())
        .containsExactly("os", "cores", "jdk", "memoryBytes", "heapBytes", "redis", "persistence");
    assertThat(json.at("/env/redis").asString()).isEqualTo("7.0.15");
    assertThat(json.at("/config/seed").asInt()).isEqualTo(42);
  }

  @Test
  void theTableSaysTheSame() {
    assertThat(HumanTable.of(SampleResult.drained(), SETUP))
        .contains("150,001", "90,000", "8.50", "352 bytes", "persistence: none", "verdict: ok");
    assertThat(HumanTable.of(SampleResult.lost(), SETUP))
        .contains("broken: 1 acknowledged tasks never ran", "something else", "lost or doubled")
        .contains("THIS RUN IS INVALID");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path taken = Files.createFile(folder.resolve("taken"));

    assertThatThrownBy(() -> ResultFile.write(taken, new ResultDocument(SampleResult.ok(), SETUP)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("taken");
  }

  @Test
  void histogramsAreKeptWhole() {
    JsonNode json = written(SampleResult.ok());

    assertThat(HistogramText.read(json.at("/histograms/e2e").asString()))
        .isEqualTo(SampleResult.TENTHS);
  }

  @Test
  void aMomentWithoutRedisOrLatencyIsANullInItsColumns() {
    Moment.Rates rates = new Moment.Rates(4, 3, 2, 1);
    Moment.Jvm jvm = new Moment.Jvm(150, 10, null, 5);
    LatencySummary latency = new LatencySummary(2, 1, 2, 3, 4, 5);
    Timeline timeline =
        new Timeline(
            Duration.ofSeconds(1),
            List.of(
                new Moment(1.0004, rates, 7, new Moment.Redis(50, 99), jvm, Map.of()),
                new Moment(2, rates, 8, null, jvm, Map.of(Stage.E2E, latency))));

    JsonMapper json = JsonMapper.shared();
    JsonNode columns = json.readTree(json.writeValueAsBytes(TimelineFields.of(timeline)));

    assertThat(columns)
        .isEqualTo(
            json.readTree(
                """
                {"intervalSeconds": 1.0, "seconds": [1.0, 2.0],
                 "offeredPerSecond": [4.0, 4.0], "sentPerSecond": [3.0, 3.0],
                 "achievedPerSecond": [2.0, 2.0], "completedPerSecond": [1.0, 1.0],
                 "backlog": [7, 8],
                 "redisCpuPercent": [50.0, null], "redisMemoryBytes": [99, null],
                 "jvmCpuPercent": [150.0, 150.0], "jvmHeapBytes": [10, 10],
                 "jvmRssBytes": [null, null], "gcPauseMs": [5.0, 5.0],
                 "latencyMs": {"e2e": {"p50": [null, 1.0], "p99": [null, 3.0],
                                       "p999": [null, 4.0], "max": [null, 5.0]}}}
                """));
  }

  private JsonNode written(RunResult result) {
    Path file = ResultFile.write(folder.resolve("a/b"), new ResultDocument(result, SETUP));
    assertThat(file).hasFileName("result.json");
    return JsonMapper.shared().readTree(file.toFile());
  }
}
