package io.sluice.load.report.html.plot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Numbers as they stand in a result. What is no finite number is not known. */
final class Values {
  /** Exactly as many as asked for, whatever the result has. */
  static List<@Nullable Double> of(JsonNode array, int size, double unit) {
    List<@Nullable Double> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Double value = of(array.path(i));
      values.add(value == null ? null : value / unit);
    }
    return values;
  }

  static @Nullable Double of(JsonNode node) {
    if (!node.isNumber()) {
      return null;
    }
    double value = node.doubleValue();
    return Double.isFinite(value) ? value : null;
  }

  private Values() {}
}
