package io.sluice.gateway.cli.console;

import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;

/** Standard output, in the form that is asked for. */
public final class Output {
  private final PrintWriter out;
  private final OutputForm form;
  private final boolean pretty;

  public Output(PrintWriter out, OutputForm form) {
    this.out = out;
    this.form = form;
    this.pretty = Terminal.OUT.isThere();
  }

  public boolean isTable() {
    return form == OutputForm.TABLE;
  }

  public boolean isLines() {
    return form == OutputForm.NDJSON;
  }

  public PrintWriter writer() {
    return out;
  }

  /** Nobody reads any more: a pipe was closed. */
  public boolean isClosed() {
    return out.checkError();
  }

  /** One thing, a field a line in a table. */
  public void thing(JsonTree thing) {
    thing(thing, shown -> FieldsText.print(out, shown));
  }

  /** One thing that has a form of its own in a table. */
  public void thing(JsonTree thing, Consumer<JsonTree> asTable) {
    switch (form) {
      case TABLE -> asTable.accept(thing);
      case JSON -> document(thing);
      case NDJSON -> line(thing);
    }
  }

  /** One page of a list. */
  public void page(JsonTree page, TableText table) {
    List<JsonTree> items = page.get("items").items();
    switch (form) {
      case TABLE -> table.print(out, items);
      case JSON -> document(page);
      case NDJSON -> items.forEach(this::line);
    }
  }

  /** A line of its own in each form; what a table shows of it is given. */
  public void event(JsonTree event, String asTable) {
    if (isTable()) {
      out.println(Printable.of(asTable));
      out.flush();
    } else {
      line(event);
    }
  }

  /** As they are, whatever they are. */
  public void bytes(byte[] raw) {
    out.flush();
    System.out.write(raw, 0, raw.length);
    System.out.flush();
  }

  private void document(JsonTree document) {
    out.println(pretty ? document.pretty() : document.compact());
    out.flush();
  }

  private void line(JsonTree item) {
    out.println(item.compact());
    out.flush();
  }
}
