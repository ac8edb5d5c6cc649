package io.sluice.load.cli;

import io.sluice.load.pace.Rate;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers with units as people write them: {@code 5k/s}, {@code 500k}, {@code 200B}. */
final class Quantity {
  private static final Pattern GRAMMAR = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([A-Za-zµ/%]*)");

  /** In nanoseconds about 292 years; beyond, it would silently become another number. */
  private static final double LARGEST = 9e18;

  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;
  private static final double BINARY = 1024;

  private static final Map<String, Double> COUNTS = Map.of("", 1.0, "k", THOUSAND, "m", MILLION);

  private static final Map<String, Double> RATES =
      Map.of("", 1.0, "/s", 1.0, "k", THOUSAND, "k/s", THOUSAND, "m/s", MILLION);

  private static final Map<String, Double> BYTES =
      Map.of("", 1.0, "b", 1.0, "kb", THOUSAND, "kib", BINARY, "mib", BINARY * BINARY);

  private static final Map<String, Double> NANOS =
      Map.of("us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);

  private static final Map<String, Double> SHARES = Map.of("%", 0.01);

  static int count(String text) {
    return whole("count", text, COUNTS, "300000, 500k, 2m");
  }

  static int bytes(String text) {
    return whole("size", text, BYTES, "200B, 1KiB");
  }

  static Rate rate(String text) {
    return new Rate(number("rate", text, RATES, "100/s, 5k/s, 5000"));
  }

  static Duration duration(String text) {
    return Duration.ofNanos(Math.round(number("duration", text, NANOS, "500ms, 30s, 2m")));
  }

  static double share(String text) {
    return number("share", text, SHARES, "5%, 12.5%");
  }

  private static int whole(String what, String text, Map<String, Double> units, String examples) {
    double number = number(what, text, units, examples);
    if (number > Integer.MAX_VALUE || number != Math.rint(number)) {
      throw new IllegalArgumentException(
          what + " '" + text + "' must be a whole number up to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  private static double number(
      String what, String text, Map<String, Double> units, String examples) {
    Matcher parts = GRAMMAR.matcher(text);
    Double unit = parts.matches() ? units.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          what + " '" + text + "' is none: write it like " + examples);
    }
    double number = Double.parseDouble(parts.group(1)) * unit;
    if (number > LARGEST) {
      throw new IllegalArgumentException(what + " '" + text + "' is too large");
    }
    return number;
  }

  private Quantity() {}
}
