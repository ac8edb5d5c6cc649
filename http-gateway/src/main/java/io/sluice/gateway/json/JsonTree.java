package io.sluice.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value to look into and to write again. What is not there reads as null, so that a look at
 * a member of a member never fails. Numbers keep the digits that came.
 */
public sealed interface JsonTree {
  /** Members in their order. */
  record Members(Map<String, JsonTree> all) implements JsonTree {
    public static final JsonTree NONE = new Members(Map.of());
  }

  /** An array. */
  record Items(List<JsonTree> all) implements JsonTree {}

  /** A string. */
  record Text(String value) implements JsonTree {}

  /** A number, {@code true}, {@code false} or {@code null}, as it is written. */
  record Literal(String written) implements JsonTree {
    public static final JsonTree NULL = new Literal("null");

    public static JsonTree of(long number) {
      return new Literal(String.valueOf(number));
    }
  }

  /**
   * @throws IllegalArgumentException when the bytes are not one JSON value
   */
  static JsonTree parse(byte[] json) {
    return JsonTreeReader.read(json);
  }

  static JsonTree parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  default JsonTree get(String name) {
    return members().getOrDefault(name, Literal.NULL);
  }

  /** No members unless it is an object. */
  default Map<String, JsonTree> members() {
    return this instanceof Members members ? members.all() : Map.of();
  }

  /** No items unless it is an array. */
  default List<JsonTree> items() {
    return this instanceof Items items ? items.all() : List.of();
  }

  /** Whether there is nothing, or a null. */
  default boolean isNull() {
    return equals(Literal.NULL);
  }

  /** For people: a string without its quotes, nothing for null, all else as JSON. */
  default String text() {
    if (this instanceof Text text) {
      return text.value();
    }
    return isNull() ? "" : compact();
  }

  /** A whole number; 0 when it is none. */
  default long number() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  default boolean isTrue() {
    return text().equals("true");
  }

  /** The same object with one member set; a null leaves it out. */
  default JsonTree with(String name, JsonTree value) {
    Map<String, JsonTree> changed = new LinkedHashMap<>(members());
    if (value.isNull()) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Members(changed);
  }

  /** On one line. */
  default String compact() {
    return JsonTreeWriter.write(this, false);
  }

  /** On as many lines as it has values. */
  default String pretty() {
    return JsonTreeWriter.write(this, true);
  }
}
