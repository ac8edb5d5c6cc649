package io.sluice.load.report.html;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values as a reader sees them. */
final class Shown {
  static final String NOTHING = "–";

  private static final double MANY = 1000;
  private static final double SOME = 10;

  /** With as many decimals as tell something at its size. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return NOTHING;
    }
    if (value == Math.rint(value) || Math.abs(value) >= MANY) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= SOME ? "%.2f" : "%.3f", value);
  }

  static String value(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return NOTHING;
    }
    if (node.isNumber()) {
      return number(node.doubleValue());
    }
    return node.isString() ? node.stringValue() : node.toString();
  }

  /** As it was written: a seed with thousands separators is no seed any more. */
  static String exact(JsonNode node) {
    return node.isNumber() ? node.toString() : value(node);
  }

  private Shown() {}
}
