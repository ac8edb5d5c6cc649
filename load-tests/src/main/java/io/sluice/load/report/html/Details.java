package io.sluice.load.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What some scenarios tell of each priority or each group. */
final class Details {
  private static final Map<String, String> TITLES =
      Map.of(
          "priorities", "Wait by priority, milliseconds",
          "groups", "Groups, and their shares while all of them had tasks waiting");

  private final JsonNode result;
  private final Markup page;

  Details(JsonNode result, Markup page) {
    this.result = result;
    this.page = page;
  }

  void all() {
    table("priorities");
    table("groups");
    if (SharesPicture.isIn(result)) {
      page.element("h2", "Shares over time");
      SharesPicture.draw(result, page);
    }
  }

  private void table(String name) {
    JsonNode rows = result.path(name);
    if (!rows.path(0).isObject()) {
      return;
    }
    String title = String.valueOf(TITLES.get(name));
    List<String> fields = new ArrayList<>(rows.path(0).propertyNames());
    page.element("h2", title);
    Table table = Table.open(page, title, fields);
    List<String> values = fields.subList(1, fields.size());
    rows.forEach(
        row ->
            table.row(
                Shown.value(row.path(fields.get(0))),
                values.stream().map(field -> Shown.value(row.path(field))).toList()));
    table.close();
  }
}
