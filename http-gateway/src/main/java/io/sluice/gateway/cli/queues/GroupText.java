package io.sluice.gateway.cli.queues;

import io.sluice.gateway.json.JsonTree;
import java.util.List;

/**
 * A change of the rule of a group in one word: {@code tenant-7=weight:4,rate:10/s}. What is not
 * named keeps its value, {@code none} as a value resets it, and {@code tenant-7=none} drops the
 * rule.
 */
final class GroupText {
  static final String FORM = "NAME=KEY:VALUE,... with weight, maxConcurrency, rate, maxBacklog";

  private static final String NONE = "none";
  private static final String RATE = "rate";
  private static final List<String> NUMBERS = List.of("weight", "maxConcurrency", "maxBacklog");

  /**
   * The rules of the groups with this change.
   *
   * @throws IllegalArgumentException with what the change must look like
   */
  static JsonTree change(JsonTree groups, String change) {
    int end = change.lastIndexOf('=');
    if (end < 1) {
      throw new IllegalArgumentException("must be " + FORM + ", or NAME=none, is " + change);
    }
    String name = change.substring(0, end);
    String values = change.substring(end + 1);
    if (values.equals(NONE)) {
      return groups.with(name, JsonTree.Literal.NULL);
    }
    JsonTree rule = groups.get(name);
    for (String value : values.split(",", -1)) {
      rule = changed(rule, value);
    }
    return groups.with(name, rule);
  }

  private static JsonTree changed(JsonTree rule, String change) {
    String[] parts = change.split(":", 2);
    String key = parts[0];
    if (parts.length == 2 && (key.equals(RATE) || NUMBERS.contains(key))) {
      String value = parts[1];
      if (value.equals(NONE)) {
        return rule.with(key, JsonTree.Literal.NULL);
      }
      if (key.equals(RATE)) {
        return rule.with(key, RateText.parse(value));
      }
      if (SetCommand.NUMBER.matcher(value).matches()) {
        return rule.with(key, new JsonTree.Literal(value));
      }
    }
    throw new IllegalArgumentException("must be " + FORM + ", has " + change);
  }

  private GroupText() {}
}
