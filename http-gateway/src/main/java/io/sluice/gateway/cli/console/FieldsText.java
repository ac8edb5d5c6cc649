package io.sluice.gateway.cli.console;

import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing, a line for each of its fields; what callers stored themselves stays JSON. */
public final class FieldsText {
  private static final Set<String> STORED = Set.of("payload", "result");

  public static void print(PrintWriter out, JsonTree thing) {
    Map<String, String> fields = new LinkedHashMap<>();
    collect(fields, "", thing);
    fields.values().removeIf(String::isEmpty);
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach(
        (name, value) ->
            out.println(
                (name + " ".repeat(width - name.length()) + "  " + Printable.of(value)).strip()));
    out.flush();
  }

  private static void collect(Map<String, String> fields, String path, JsonTree object) {
    object
        .members()
        .forEach(
            (name, value) -> {
              if (STORED.contains(name)) {
                fields.put(path + name, value.compact());
              } else if (value instanceof JsonTree.Members) {
                collect(fields, path + name + ".", value);
              } else if (value instanceof JsonTree.Items items) {
                collect(fields, path + name, items);
              } else {
                fields.put(path + name, value.text());
              }
            });
  }

  /** Plain values share a line; objects have one each, numbered. */
  private static void collect(Map<String, String> fields, String path, JsonTree.Items items) {
    if (items.all().stream().noneMatch(JsonTree.Members.class::isInstance)) {
      fields.put(path, items.all().stream().map(JsonTree::text).collect(Collectors.joining(", ")));
      return;
    }
    for (int i = 0; i < items.all().size(); i++) {
      String line =
          items.all().get(i).members().values().stream()
              .map(JsonTree::text)
              .collect(Collectors.joining("  "));
      fields.put(path + '.' + i, line);
    }
  }

  private FieldsText() {}
}
