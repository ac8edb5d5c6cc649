package io.sluice.load.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How the run ended: verdict, objectives, ledger. */
final class Outcome {
  private static final List<String> MUST_BE_ZERO = List.of("lost", "doubled");

  private final JsonNode result;
  private final Markup page;

  Outcome(JsonNode result, Markup page) {
    this.result = result;
    this.page = page;
  }

  void verdict() {
    String words = Shown.value(result.path("verdict"));
    Optional<Verdict> known = Verdict.of(words);
    boolean good = known.map(Verdict::good).orElse(false);
    page.open("section", "class", good ? "verdict good" : "verdict bad", "aria-label", "Verdict")
        .element("h2", (good ? "✓ " : "✗ ") + words)
        .element(
            "p",
            known
                .map(Verdict::explained)
                .orElse("This verdict is newer than the sluice-load that made this page."));
    sentences("What went wrong", result.path("problems"));
    page.close("section");
  }

  void objectives() {
    JsonNode slo = result.path("slo");
    page.element("h2", "Objectives");
    if (slo.isEmpty()) {
      page.element("p", "No SLO was set for this run (--slo).", "class", "about");
      return;
    }
    List<String> columns = List.of("rule", "measured", "limit", "unit", "outcome");
    Table table = Table.open(page, "Service level objectives", columns);
    slo.forEach(rule -> table.row(Shown.value(rule.path("rule")), cells(rule)));
    table.close();
  }

  void ledger() {
    JsonNode ledger = result.path("ledger");
    page.element("h2", "Ledger");
    if (ledger.isEmpty()) {
      page.element("p", "This result has no ledger.", "class", "about");
      return;
    }
    Cards cards = Cards.open(page);
    ledger.properties().stream()
        .filter(entry -> entry.getValue().isNumber())
        .forEach(entry -> count(cards, entry.getKey(), entry.getValue()));
    cards.close();
    sentences("Broken rules", ledger.path("findings"));
  }

  private static List<String> cells(JsonNode rule) {
    List<String> cells = new ArrayList<>();
    for (String field : List.of("measured", "limit", "unit")) {
      cells.add(Shown.value(rule.path(field)));
    }
    cells.add(rule.path("met").asBoolean(false) ? "✓ met" : "✗ missed");
    return cells;
  }

  private static void count(Cards cards, String name, JsonNode count) {
    if (MUST_BE_ZERO.contains(name) && count.doubleValue() != 0) {
      cards.bad(name, Shown.value(count));
    } else {
      cards.card(name, Shown.value(count), "tasks");
    }
  }

  private void sentences(String title, JsonNode list) {
    if (list.isEmpty()) {
      return;
    }
    page.element("h3", title).open("ul");
    list.forEach(sentence -> page.element("li", Shown.value(sentence)));
    page.close("ul");
  }
}
