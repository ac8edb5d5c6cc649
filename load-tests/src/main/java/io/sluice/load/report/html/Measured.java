package io.sluice.load.report.html;

import io.sluice.load.report.html.plot.Stages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The figures of the whole run. */
final class Measured {
  private static final List<String> PERCENTILES =
      List.of("count", "p50", "p90", "p99", "p999", "max");
  private static final List<String> COLUMNS =
      List.of("stage", "count", "p50", "p90", "p99", "p99.9", "max");

  private final JsonNode summary;
  private final JsonNode generator;
  private final Markup page;

  Measured(JsonNode result, Markup page) {
    this.summary = result.path("summary");
    this.generator = result.path("generator");
    this.page = page;
  }

  void figures() {
    page.element("h2", "Figures", "id", "figures");
    Map<String, JsonNode> figures = new LinkedHashMap<>();
    summary.properties().stream()
        .filter(entry -> !entry.getKey().equals("latencyMs"))
        .forEach(entry -> Leaves.into(figures, entry.getKey(), entry.getValue()));
    Cards cards = Cards.open(page);
    figures.forEach((path, value) -> card(cards, path, value));
    cards.close();
  }

  void latencies() {
    JsonNode latencies = summary.path("latencyMs");
    page.element("h2", "Latency");
    if (latencies.isEmpty()) {
      page.element("p", "This run timed no stage.", "class", "about");
      return;
    }
    Table table = Table.open(page, "Latency by stage, milliseconds, of the whole run", COLUMNS);
    for (String stage : Stages.inOrder(latencies.propertyNames())) {
      row(table, stage, latencies.path(stage));
    }
    if (generator.path("latenessMs").isObject()) {
      row(table, "(sent late)", generator.path("latenessMs"));
    }
    table.close();
  }

  /** Whether the load was what was asked for. */
  void generator() {
    if (!generator.isObject()) {
      return;
    }
    page.element(
        "p",
        "Generator: "
            + Shown.value(generator.path("sends"))
            + " of "
            + Shown.value(generator.path("planned"))
            + " planned sends, "
            + Shown.value(generator.path("late"))
            + " of them more than "
            + Shown.value(generator.path("lateAfterMs"))
            + " ms late. It "
            + (generator.path("keptUp").asBoolean(false) ? "kept up." : "did not keep up."),
        "class",
        "about");
  }

  private static void card(Cards cards, String path, JsonNode value) {
    Optional<Figure> known = Figure.at(path);
    String label = known.map(Figure::label).orElse(path);
    cards.card(label, Shown.value(value), known.map(Figure::unit).orElse(""));
  }

  private static void row(Table table, String stage, JsonNode seen) {
    table.row(stage, PERCENTILES.stream().map(field -> Shown.value(seen.path(field))).toList());
  }
}
