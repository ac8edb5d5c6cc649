package io.sluice.load.report.html;

import io.sluice.load.report.html.plot.LeftOut;
import io.sluice.load.report.html.plot.Plot;
import io.sluice.load.report.html.plot.Plots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All plots, each with a table of the same values, and what is left out. */
final class PlotSection {
  /** A longer table is folded away. */
  private static final int LONG_TABLE = 12;

  private final Plots plots;
  private final Markup page;

  PlotSection(Plots plots, Markup page) {
    this.plots = plots;
    this.page = page;
  }

  void write() {
    page.element("h2", "Plots", "id", "plots");
    if (!plots.drawn().isEmpty()) {
      page.element(
          "p",
          "Point at a plot, or focus it and use the arrow keys, to read its values. Drag to zoom, "
              + "double-click or Escape to see all again.",
          "class",
          "about screen-only");
      page.element(
          "noscript", "The plots need JavaScript; the tables below them have the same values.");
      page.open("div", "class", "plots");
      plots.drawn().forEach(this::figure);
      page.close("div");
    }
    leftOut();
  }

  private void figure(Plot plot) {
    page.open("figure", "class", "plot")
        .element("h3", plot.title())
        .element("p", plot.about(), "class", "about")
        .element("p", plot.up().label(), "class", "unit");
    page.open("div", "class", "chart", "id", plot.id(), "aria-label", spoken(plot));
    page.close("div")
        .open("p", "class", "unit across")
        .element("span", "", "class", "place")
        .element("span", plot.across().label(), "class", "label")
        .close("p");
    page.open("div", "class", "legend", "role", "group", "aria-label", "Lines of " + plot.title());
    page.close("div");
    plot.notes().forEach(note -> page.element("p", note, "class", "about"));
    table(plot);
    page.close("figure");
  }

  private static String spoken(Plot plot) {
    return "Plot of "
        + plot.title()
        + ": "
        + plot.up().label()
        + " by "
        + plot.across().label()
        + ". The table below has the same values.";
  }

  private void table(Plot plot) {
    page.open("details", plot.rows() > LONG_TABLE ? new String[0] : new String[] {"open", ""});
    page.element("summary", "Table of " + plot.title() + ", rows: " + plot.rows());
    List<String> columns = new ArrayList<>();
    columns.add(plot.across().label());
    plot.lines().forEach(line -> columns.add(line.label()));
    Table table = Table.open(page, plot.title() + ", " + plot.up().label(), columns);
    for (int i = 0; i < plot.rows(); i++) {
      int row = i;
      table.row(
          plot.across().names().get(row),
          plot.lines().stream().map(line -> Shown.number(line.values().get(row))).toList());
    }
    table.close();
    page.close("details");
  }

  private void leftOut() {
    if (plots.leftOut().isEmpty()) {
      return;
    }
    Map<String, List<String>> titles = new LinkedHashMap<>();
    for (LeftOut left : plots.leftOut()) {
      titles.computeIfAbsent(left.reason(), reason -> new ArrayList<>()).add(left.title());
    }
    page.element("h3", "Left out").open("ul", "class", "left-out");
    titles.forEach(
        (reason, names) -> page.element("li", String.join(", ", names) + ": " + reason + "."));
    page.close("ul");
  }
}
