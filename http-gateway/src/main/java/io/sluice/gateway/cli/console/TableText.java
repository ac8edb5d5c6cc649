package io.sluice.gateway.cli.console;

import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rows in columns. May print rows in several parts: columns keep the width they have got. */
public final class TableText {
  private static final String GAP = "  ";

  private final List<Column> columns = new ArrayList<>();
  private boolean headed;

  /** One column, as wide as its widest cell so far. */
  private static final class Column {
    private final String title;
    private final Function<JsonTree, String> cell;
    private final boolean right;
    private int width;

    Column(String title, Function<JsonTree, String> cell, boolean right) {
      this.title = title;
      this.cell = cell;
      this.right = right;
      this.width = title.length();
    }

    String text(JsonTree row) {
      String text = Printable.cell(cell.apply(row));
      return text.isEmpty() ? "-" : text;
    }

    String padded(String text) {
      String blanks = " ".repeat(Math.max(0, width - text.length()));
      return right ? blanks + text : text + blanks;
    }
  }

  public TableText column(String title, Function<JsonTree, String> cell) {
    columns.add(new Column(title, cell, false));
    return this;
  }

  /** A column of the member with this name. */
  public TableText column(String title, String member) {
    return column(title, row -> row.get(member).text());
  }

  /** A column whose numbers stand one below the other. */
  public TableText number(String title, Function<JsonTree, String> cell) {
    columns.add(new Column(title, cell, true));
    return this;
  }

  /** Prints the head once, also when there are no rows. */
  public void print(PrintWriter out, List<JsonTree> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (JsonTree row : rows) {
      cells.add(columns.stream().map(column -> column.text(row)).toList());
    }
    for (List<String> line : cells) {
      for (int i = 0; i < line.size(); i++) {
        columns.get(i).width = Math.max(columns.get(i).width, line.get(i).length());
      }
    }
    if (!headed) {
      line(out, columns.stream().map(column -> column.title).toList());
      headed = true;
    }
    cells.forEach(line -> line(out, line));
    out.flush();
  }

  private void line(PrintWriter out, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : GAP).append(columns.get(i).padded(cells.get(i)));
    }
    out.println(line.toString().stripTrailing());
  }
}
