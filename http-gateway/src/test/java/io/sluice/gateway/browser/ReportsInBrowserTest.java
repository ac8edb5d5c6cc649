package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load reports in the dashboard. */
@SuppressWarnings("NullAway.Init") // JUnit calls the methods that set them
class ReportsInBrowserTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String FIRST =
      "document.querySelector('tbody tr td[data-name=report]').innerText === ";

  @TempDir private static Path dir;
  private static Reports reports;
  private static TestGateway gateway;
  private static Chromium chromium;
  private Tab tab;

  @BeforeAll
  static void start() throws IOException {
    TestRuns runs = new TestRuns(dir);
    runs.put("before", TestRuns.real(), NOON);
    runs.put("after", TestRuns.real(), NOON);
    runs.put("1 broken", TestRuns.real(), NOON);
    runs.put("broken", "{".getBytes(StandardCharsets.UTF_8), NOON.minusSeconds(60));
    chromium = Chromium.start();
    reports = Reports.in(dir);
    gateway = TestGateway.start(reports);
  }

  @AfterAll
  static void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
      reports.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    tab = chromium.tab(1280, 900);
  }

  @AfterEach
  void close() {
    assertThat(tab.troubles()).isEmpty();
    tab.close();
  }

  @Test
  void theTableIsReachedByAKeyAndSortedByItsColumns() {
    at("#/overview");
    tab.shows("Busiest queues");
    tab.key("g");
    tab.key("l");
    tab.until("location.hash === '#/reports'");
    tab.shows("1 broken: the name of this folder");
    tab.until("document.querySelector('nav a[aria-current]').innerText === 'Load reports'");
    tab.press("report");
    tab.until(FIRST + "'before'");
    tab.press("report ↓");
    tab.until(FIRST + "'after'");

    assertThat(tab.evaluate("location.hash").asString()).isEqualTo("#/reports?sort=report");
    assertThat(tab.evaluate("t.find('1 broken') === undefined").asBoolean()).as("no link").isTrue();
  }

  @Test
  void aReportIsOpenedWithItsFiguresAndCharts() {
    at("#/reports");
    tab.press("before");
    tab.until("location.hash === '#/report/before'");
    tab.shows("sluice-load run e2e");
    tab.shows("Latency of e2e");
    tab.until("document.querySelectorAll('.charts canvas').length === 4");
    assertThat(
            tab.evaluate(
                    "[...document.querySelectorAll('.tile .value')].map((one) => one.innerText)")
                .toString())
        .contains("200", "ms");
    tab.fill("Latency of", "wait");
    tab.shows("Latency of wait");

    assertThat(tab.evaluate("location.hash").asString()).isEqualTo("#/report/before?stage=wait");
  }

  @Test
  void twoReportsStandBesideEachOther() {
    at("#/report/before");
    tab.shows("sluice-load run e2e");
    tab.fill("Beside", "after");
    tab.shows("Beside another report");
    tab.shows("Rates, after");
    tab.until("document.querySelectorAll('.charts canvas').length === 8");
    assertThat(tab.evaluate("location.hash").asString()).isEqualTo("#/report/before?with=after");
    tab.press("The other way round");
    tab.until("location.hash === '#/report/after?with=before'");
    tab.shows("Load report after");
  }

  @Test
  void aReportThatIsBrokenOrNotThereSaysSo() {
    at("#/report/broken");
    tab.shows("result.json cannot be shown: it is no JSON");
    at("#/report/none");
    tab.shows("no load report 'none'");
  }

  @Test
  void withoutAFolderThePageSaysHowToGetOne() {
    try (TestGateway without = TestGateway.start()) {
      tab.go(without.http().url() + "/ui/#/reports");
      tab.shows("sluice serve --reports load-results");
    }
  }

  private void at(String page) {
    tab.go(gateway.http().url() + "/ui/" + page);
  }
}
