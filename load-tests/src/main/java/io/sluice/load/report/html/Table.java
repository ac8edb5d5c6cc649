package io.sluice.load.report.html;

import java.util.List;

/** A table whose first column names its rows. */
final class Table {
  private final Markup page;

  private Table(Markup page) {
    this.page = page;
  }

  /** Begins one of numbers. */
  static Table open(Markup page, String caption, List<String> columns) {
    return open(page, "scroll", caption, columns);
  }

  /** Begins one of words, which may be broken into lines. */
  static Table ofWords(Markup page, String caption, List<String> columns) {
    return open(page, "scroll words", caption, columns);
  }

  /** In a frame that can be scrolled by keyboard where the table is too wide. */
  private static Table open(Markup page, String look, String caption, List<String> columns) {
    page.open("div", "class", look, "role", "region", "tabindex", "0", "aria-label", caption)
        .open("table")
        .element("caption", caption)
        .open("thead")
        .open("tr");
    columns.forEach(column -> page.element("th", column, "scope", "col"));
    page.close("tr").close("thead").open("tbody");
    return new Table(page);
  }

  Table row(String name, List<String> cells) {
    page.open("tr").element("th", name, "scope", "row");
    cells.forEach(cell -> page.element("td", cell));
    page.close("tr");
    return this;
  }

  void close() {
    page.close("tbody").close("table").close("div");
  }
}
