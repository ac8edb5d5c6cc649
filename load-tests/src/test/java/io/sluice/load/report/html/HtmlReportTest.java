package io.sluice.load.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HtmlReportTest {
  private static final String HOSTILE = "</script><script>alert(1)</script><!--\"'><img src=x>";
  private static final Pattern REFERENCE =
      Pattern.compile("(?i)(src|href)\\s*=\\s*[\"']?([^\"'> ]*)");
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

  @TempDir private Path folder = Path.of("");

  @Test
  void nothingInThePageRefersToAnythingOutsideIt() {
    String html = HtmlReport.render(SyntheticResult.saturated());
    String ours = SCRIPT.matcher(html).replaceAll("");

    List<String> targets = REFERENCE.matcher(ours).results().map(found -> found.group(2)).toList();
    assertThat(targets).isNotEmpty().allMatch(target -> target.startsWith("#"));
    assertThat(html).doesNotContain("url(", "@import", "<link", "fetch(", "XMLHttpRequest");
  }

  @Test
  void thePolicyAllowsExactlyTheScriptsAndStylesOfThePage() throws Exception {
    String html = HtmlReport.render(SyntheticResult.full());
    String policy = html.substring(0, html.indexOf("</head>"));

    assertThat(policy).contains("default-src &#39;none&#39;").doesNotContain("unsafe");
    for (Pattern inline : List.of(SCRIPT, STYLE)) {
      Matcher found = inline.matcher(html);
      int seen = 0;
      while (found.find()) {
        assertThat(policy).contains("sha256-" + sha256(found.group(1)));
        seen++;
      }
      assertThat(seen).isEqualTo(2);
    }
    assertThat(html).doesNotContain("style=\"", "onclick=");
  }

  @Test
  void hostileValuesStayText() {
    ObjectNode result = SyntheticResult.saturated();
    result.put("scenario", HOSTILE).put("verdict", HOSTILE).put("at", HOSTILE);
    result.withArray("/problems").add(HOSTILE);
    result.withArray("/ledger/findings").add(HOSTILE);
    result.withObject("/config").put("command", HOSTILE).put("seed", HOSTILE).put(HOSTILE, HOSTILE);
    result.withObject("/env").put("redis", HOSTILE);
    result.withObject("/summary").put(HOSTILE, HOSTILE);
    result.withObject("/summary/latencyMs").putObject(HOSTILE).put("p50", HOSTILE);
    result.withArray("/slo").addObject().put("rule", HOSTILE).put("unit", HOSTILE);
    result
        .withObject("/histograms")
        .put(HOSTILE, SyntheticResult.encoded(SyntheticResult.histogram("e2e")))
        .put(HOSTILE + 2, HOSTILE);
    result.withObject("/timeline/latencyMs").putObject(HOSTILE).putArray("p50").add(1.5);

    String html = HtmlReport.render(result);

    assertThat(html).doesNotContain("<script>alert", "<img", "<!--\"");
    assertThat(html.split("<script", -1)).hasSize(3 + 1);
    assertThat(RenderedPage.data(html).toString()).contains("<script>alert(1)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyPlotHasATableWithARowForEachPlace(boolean steps) {
    String html = HtmlReport.render(steps ? SyntheticResult.saturated() : SyntheticResult.full());
    List<String> figures = RenderedPage.figures(html).toList();
    JsonNode plots = RenderedPage.data(html);

    assertThat(figures).isNotEmpty().hasSize(plots.size());
    for (int i = 0; i < figures.size(); i++) {
      JsonNode plot = plots.path(i);
      assertThat(figures.get(i)).contains("id=\"" + plot.path("id").asString() + '"', "<caption>");
      assertThat(RenderedPage.rows(figures.get(i)))
          .as(plot.path("title").asString())
          .isPositive()
          .isEqualTo(plot.path("across").path("at").size());
      plot.path("lines")
          .forEach(
              line ->
                  assertThat(line.path("values").size()).isEqualTo(plot.at("/across/at").size()));
    }
  }

  @Test
  void allThatTheContractHasIsPlotted() {
    assertThat(ids(SyntheticResult.saturated()))
        .containsExactly(
            "rates",
            "spectrum",
            "latency-e2e",
            "latency-enqueue",
            "latency-wait",
            "latency-start",
            "latency-pickup",
            "latency-run",
            "backlog",
            "cpu",
            "memory",
            "gc",
            "steps",
            "steps-p99",
            "steps-backlog");
  }

  @Test
  void aResultWithoutATimelineSaysWhyThereAreNoPlots() {
    String html = HtmlReport.render(SyntheticResult.old());

    assertThat(RenderedPage.data(html)).isEmpty();
    assertThat(html)
        .contains(
            "Rates over time, Latency over time, Backlog, CPU of Redis and JVM, Memory of Redis and"
                + " JVM, GC pauses: this result has no timeline.",
            "Latency spectrum: this result has no histograms.",
            "Rate steps: only a search for saturation has steps.",
            "This result does not tell its command.");
  }

  @Test
  void aRedisThatCannotBeSeenIsNamedAndTheRestIsPlotted() {
    ObjectNode result = SyntheticResult.full();
    ObjectNode timeline = result.withObject("/timeline");
    timeline.putArray("redisCpuPercent").addNull();
    timeline.remove("redisMemoryBytes");

    String html = HtmlReport.render(result);

    assertThat(ids(result)).contains("cpu", "memory");
    assertThat(html).contains("Without Redis: the timeline has no value for it");
  }

  @Test
  void theSpectrumHasThePercentilesOfTheHistogram() {
    JsonNode spectrum = plot(SyntheticResult.full(), "spectrum");
    Histogram e2e = SyntheticResult.histogram("e2e");
    JsonNode at = spectrum.at("/across/at");
    JsonNode line = spectrum.at("/lines/0");

    assertThat(line.path("label").asString()).isEqualTo("e2e");
    assertThat(at.get(0).asDouble()).isEqualTo(1);
    for (int i = 0; i < at.size(); i++) {
      String name = spectrum.at("/across/names").get(i).asString();
      double percentile = Double.parseDouble(name.replace(" %", ""));
      assertThat(at.get(i).asDouble()).isCloseTo(100 / (100 - percentile), within(1e-3));
      assertThat(line.path("values").get(i).asDouble())
          .as(name)
          .isEqualTo(e2e.getValueAtPercentile(percentile) / 1e6);
    }
    assertThat(line.path("values").get(at.size() - 1).asDouble())
        .isCloseTo(e2e.getMaxValue() / 1e6, within(1e-3));
  }

  @Test
  void aLineOfTheSpectrumEndsWhereItsHistogramDoes() {
    Histogram few = new Histogram(3);
    List.of(1_000_000L, 2_000_000L, 3_000_000L).forEach(few::recordValue);
    ObjectNode result = SyntheticResult.full();
    result.withObject("/histograms").put("http", SyntheticResult.encoded(few));

    JsonNode http = plot(result, "spectrum").at("/lines/1");

    assertThat(http.path("label").asString()).isEqualTo("http");
    assertThat(http.path("values").get(7).asDouble()).isCloseTo(3, within(1e-2));
    assertThat(http.path("values").get(8).isNull()).isTrue();
  }

  @Test
  void aHistogramThatCannotBeReadIsNamedAndTheOthersArePlotted() {
    ObjectNode result = SyntheticResult.full();
    result.withObject("/histograms").put("wait", "bm90IG9uZQ==").put("run", 5);
    result.withObject("/histograms").put("start", SyntheticResult.encoded(new Histogram(3)));

    JsonNode spectrum = plot(result, "spectrum");

    assertThat(spectrum.path("lines")).hasSize(3);
    assertThat(spectrum.path("notes").toString())
        .contains("Without wait: its histogram cannot be read")
        .contains("Without run: its histogram cannot be read")
        .contains("Without start: its histogram is empty");
  }

  @Test
  void onlyUnreadableHistogramsLeaveTheSpectrumOut() {
    ObjectNode result = SyntheticResult.old();
    result.putObject("histograms").put("e2e", "?");

    assertThat(HtmlReport.render(result))
        .contains("Latency spectrum: none of its histograms can be shown.");
  }

  @Test
  void valuesThatDoNotFitTheTimelineAreNotKnown() {
    ObjectNode result = SyntheticResult.full();
    result.withObject("/timeline").putArray("backlog").add("many").add(7);

    JsonNode values = plot(result, "backlog").at("/lines/0/values");

    assertThat(values).hasSize(SyntheticResult.SECONDS);
    assertThat(values.get(0).isNull()).isTrue();
    assertThat(values.get(1).asDouble()).isEqualTo(7);
    assertThat(values.get(2).isNull()).isTrue();
  }

  @Test
  void whatTheRunCameToIsSaidInWords() {
    ObjectNode result = SyntheticResult.full();
    result.put("verdict", "lost or doubled").withObject("/ledger").put("lost", 3);
    result.withArray("/ledger/findings").add("3 acknowledged tasks never ran");

    assertThat(HtmlReport.render(result))
        .contains(
            "✗ lost or doubled", "Exit code 98", "must be 0", "3 acknowledged tasks never ran")
        .contains("✓ met", "✗ missed", "--seed 1234567890", "Seed 1234567890", "7.0.15")
        .contains("newer.unheardOf", "3.500", "8,192 MiB");
  }

  @Test
  void aVerdictThatNobodyKnowsIsNotCalledGood() {
    ObjectNode result = SyntheticResult.full();
    result.put("verdict", "splendid");

    assertThat(HtmlReport.render(result)).contains("✗ splendid", "newer than the sluice-load");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "3", "{}", "{\"scenario\": \"e2e\"}", "{\"summary\": {}}"})
  void whatIsNoResultIsRefused(String json) {
    JsonNode tree = JsonMapper.shared().readTree(json);

    assertThatThrownBy(() -> HtmlReport.render(tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'scenario' and 'summary'");
  }

  @Test
  void theSmallestResultRenders() {
    JsonNode tree = JsonMapper.shared().readTree("{\"scenario\": \"e2e\", \"summary\": {}}");

    assertThat(HtmlReport.render(tree)).contains("This result has no ledger.", "</html>");
  }

  @Test
  void aReportIsWrittenIntoAFolderThatItMakes() throws Exception {
    Path file = HtmlReport.writeTo(folder.resolve("a/b/report.html"), SyntheticResult.old());

    assertThat(file).isEqualTo(folder.resolve("a/b/report.html"));
    assertThat(Files.readString(file)).isEqualTo(HtmlReport.render(SyntheticResult.old()));
  }

  private static List<String> ids(JsonNode result) {
    return RenderedPage.data(HtmlReport.render(result)).findValuesAsString("id");
  }

  private static JsonNode plot(JsonNode result, String id) {
    for (JsonNode plot : RenderedPage.data(HtmlReport.render(result))) {
      if (plot.path("id").asString().equals(id)) {
        return plot;
      }
    }
    throw new AssertionError("there is no plot " + id);
  }

  private static String sha256(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }
}
