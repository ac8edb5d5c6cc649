package io.sluice.gateway.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.TestRuns;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is taken out of one result, or said of it. */
@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class ResultFileTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path dir;
  private TestRuns runs;

  @BeforeEach
  void open() {
    runs = new TestRuns(dir);
  }

  @Test
  void aRunIsToldByWhatItsResultHolds() {
    runs.put("real", TestRuns.real(), NOON);
    JsonNode result = new JsonMapper().readTree(TestRuns.real());
    Report report = read("real");

    assertThat(report.problem()).isNull();
    assertThat(report.writtenAt()).isEqualTo(NOON);
    assertThat(figure(report, "scenario")).isEqualTo(result.path("scenario").asString());
    assertThat(figure(report, "verdict")).isEqualTo(result.path("verdict").asString());
    assertThat(figure(report, "command")).isEqualTo(result.at("/config/command").asString());
    assertThat(figure(report, "offeredPerSecond"))
        .isEqualTo(result.at("/config/ratePerSecond").toString());
    assertThat(figure(report, "completedPerSecond"))
        .isEqualTo(result.at("/summary/throughput/completedPerSecond").toString());
    assertThat(figure(report, "stage")).isEqualTo("e2e");
    assertThat(figure(report, "p99Ms"))
        .isEqualTo(result.at("/summary/latencyMs/e2e/p99").toString());
    assertThat(figure(report, "lost")).isEqualTo("0");
    assertThat(figure(report, "redis")).isEqualTo(result.at("/env/redis").asString());
    assertThat(Instant.parse(figure(report, "startedAt")).toEpochMilli())
        .isEqualTo(Instant.parse(result.path("at").asString()).toEpochMilli());
    assertThat(new JsonMapper().readTree(report.details().get("summary").compact()))
        .isEqualTo(result.path("summary"));
    Timeline timeline = Objects.requireNonNull(report.timeline());
    assertThat(timeline.intervals()).isEqualTo(result.at("/timeline/seconds").size());
    assertThat(timeline.columns().get("achievedPerSecond"))
        .containsExactlyElementsOf(numbers(result.at("/timeline/achievedPerSecond")));
    assertThat(timeline.latencyMs().get("e2e").get("p99")).hasSize(timeline.intervals());
    assertThat(Double.parseDouble(figure(report, "durationSeconds")))
        .isEqualTo(timeline.endSeconds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"schema":1,                        | it is no JSON (line 1, column
          secret                              | it is no JSON (line 1, column
          {"schema":1} x                      | it is no JSON (line 1, column
          {"schema":1} {}                     | there is data after the JSON object
          []                                  | it is no JSON object
          {"peers":[]}                        | it has no schema
          {"schema":2}                        | it has a schema that this server does not know
          {"schema":1,"verdict":"\\ud800"}    | it is no text in UTF-8
          """)
  void whatIsNoResultIsToldWithWhatIsWrong(String text, String words) {
    runs.put("bad", text);

    assertThat(problemOf(read("bad")))
        .startsWith("result.json cannot be shown: " + words)
        .doesNotContain("secret");
  }

  @Test
  void anEmptyFileIsToldWithWhatIsWrong() {
    runs.put("empty", "");

    assertThat(problemOf(read("empty")))
        .isEqualTo("result.json cannot be shown: it is no JSON object");
  }

  @Test
  void aFigureOfTheWrongKindIsLeftOut() {
    runs.put(
        "odd",
        """
        {"schema":1,"scenario":7,"at":"noon","verdict":"ok","ledger":[1],
         "config":{"ratePerSecond":"fast","command":{"a":1}},"env":null,
         "summary":{"throughput":{"completedPerSecond":1e999},"latencyMs":{"e2e":{"p50":null}}},
         "timeline":{"seconds":[1,"two",3],"backlog":"many","offeredPerSecond":[1],
                     "latencyMs":{"e2e":{"p50":[[1]]},"<b>":{"p50":[1]}}}}
        """);
    Report report = read("odd");

    assertThat(report.problem()).isNull();
    assertThat(report.row().members().keySet())
        .containsExactlyInAnyOrder("verdict", "stage", "durationSeconds");
    Timeline timeline = Objects.requireNonNull(report.timeline());
    assertThat(timeline.columns().get("seconds")).containsExactly(1.0, null, 3.0);
    assertThat(timeline.columns().get("backlog")).containsExactly(null, null, null);
    assertThat(timeline.columns().get("offeredPerSecond")).containsExactly(1.0, null, null);
    assertThat(timeline.latencyMs().keySet()).containsExactly("e2e");
  }

  @Test
  void aLongTimelineIsThinnedSoThatPeaksStay() {
    int intervals = 2 * Timeline.MOST_POINTS + 1;
    String rising = column(IntStream.rangeClosed(1, intervals).asDoubleStream());
    runs.put(
        "long",
        "{\"schema\":1,\"timeline\":{\"seconds\":%s,\"achievedPerSecond\":%s,\"backlog\":%s}}"
            .formatted(rising, rising, rising));
    Timeline timeline = Objects.requireNonNull(read("long").timeline());

    assertThat(timeline.intervals()).isEqualTo(intervals);
    assertThat(timeline.columns().get("seconds"))
        .hasSize(401)
        .startsWith(3.0, 6.0)
        .endsWith(1201.0);
    assertThat(timeline.columns().get("achievedPerSecond")).startsWith(2.0, 5.0).endsWith(1201.0);
    assertThat(timeline.columns().get("backlog")).startsWith(3.0, 6.0);
  }

  private Report read(String name) {
    return ResultFile.read(Objects.requireNonNull(new RunFolder(dir).run(name)));
  }

  private static String figure(Report report, String name) {
    return report.row().get(name).text();
  }

  private static String problemOf(Report report) {
    return String.valueOf(report.problem());
  }

  private static List<Double> numbers(JsonNode array) {
    return array.valueStream().map(JsonNode::asDouble).toList();
  }

  private static String column(DoubleStream values) {
    return values.mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
