package io.sluice.gateway.api.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestRuns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Load reports as callers see them; each answer is held against the API document. */
@SuppressWarnings("NullAway.Init") // JUnit calls the method that sets them
class ReportsOverHttpTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private static Path dir;
  private static Reports reports;
  private static TestGateway gateway;
  private static Http http;

  @BeforeAll
  static void start() {
    TestRuns runs = new TestRuns(dir.resolve("runs"));
    runs.put("before", TestRuns.real(), NOON);
    runs.put("after", TestRuns.real(), NOON.plusSeconds(60));
    runs.put("broken", "{".getBytes(StandardCharsets.UTF_8), NOON.minusSeconds(60));
    new TestRuns(dir).put("outside", TestRuns.real());
    reports = Reports.in(runs.folder());
    gateway = TestGateway.start(reports);
    http = gateway.http();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    reports.close();
  }

  @Test
  void areListedNewestFirstWithTheirFiguresOrWhatIsWrong() {
    JsonNode page = http.get("/v1/reports").json();

    assertThat(names(page)).containsExactly("after", "before", "broken");
    assertThat(page.path("enabled").asBoolean()).isTrue();
    assertThat(page.path("total").asInt()).isEqualTo(3);
    JsonNode before = page.at("/items/1");
    assertThat(before.path("writtenAt").asString()).isEqualTo("2026-11-20T12:00:00.000Z");
    assertThat(before.path("command").asString()).startsWith("sluice-load run e2e");
    assertThat(before.path("offeredPerSecond").asDouble()).isEqualTo(200);
    assertThat(before.path("lost").asInt(-1)).isZero();
    assertThat(before.has("timeline") || before.has("details")).isFalse();
    assertThat(page.at("/items/2/problem").asString()).contains("it is no JSON");
  }

  @Test
  void areListedPageByPage() {
    Reply first = http.get("/v1/reports?limit=2");
    Reply second = http.get(first.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1"));

    assertThat(names(first.json())).containsExactly("after", "before");
    assertThat(names(second.json())).containsExactly("broken");
    assertThat(second.header("Link")).isEmpty();
    Problems.check(http.get("/v1/reports?cursor=abc"), 422, "validation_failed");
    Problems.check(http.get("/v1/reports?sort=name"), 422, "validation_failed");
  }

  @Test
  void oneIsShownWithItsTimeline() {
    JsonNode report = http.get("/v1/reports/before").json();
    int points = report.at("/timeline/seconds").size();

    assertThat(points).isPositive().isEqualTo(report.at("/timeline/intervals").asInt());
    assertThat(report.at("/timeline/completedPerSecond")).hasSize(points);
    assertThat(report.at("/timeline/latencyMs/e2e/p99")).hasSize(points);
    assertThat(report.at("/details/summary/latencyMs/e2e/count").asInt()).isPositive();
    assertThat(report.at("/details/config/seed").isNumber()).isTrue();
    assertThat(report.at("/details").has("histograms")).isFalse();
  }

  @Test
  void oneThatCannotBeShownSaysWhy() {
    Reply reply = http.get("/v1/reports/broken");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.member("problem")).contains("it is no JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "..",
        ".",
        "%2e%2e",
        "..%2Foutside",
        "before%2F..",
        "before%2Fresult.json",
        "%00",
        "before%5C..",
        "%E4"
      })
  void noNameLeadsOutOfTheFolder(String name) {
    Reply reply = http.get("/v1/reports/" + name);

    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.text()).doesNotContain("schema", dir.toString());
  }

  @Test
  void aServerWithoutAFolderSaysSo() {
    try (TestGateway without = TestGateway.start()) {
      JsonNode page = without.http().get("/v1/reports").json();
      Reply one = without.http().get("/v1/reports/before");

      assertThat(page.path("enabled").asBoolean(true)).isFalse();
      assertThat(page.path("items")).isEmpty();
      Problems.check(one, 404, "unknown_report");
      assertThat(one.member("detail")).endsWith("this server was started without --reports");
    }
  }

  private static List<String> names(JsonNode page) {
    return page.path("items").valueStream().map(item -> item.path("name").asString()).toList();
  }
}
