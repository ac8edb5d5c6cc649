package io.sluice.schedule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A duration as Go writes it: {@code 90s}, {@code 1h30m}, {@code 1.5h}; of whole seconds. */
final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|h|m|s)");
  private static final Map<String, BigDecimal> SECONDS =
      Map.of(
          "h",
          BigDecimal.valueOf(3600),
          "m",
          BigDecimal.valueOf(60),
          "s",
          BigDecimal.ONE,
          "ms",
          new BigDecimal("0.001"));

  /** Null for what is none. Parts of a second are left away. */
  static @Nullable Duration parse(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal seconds = BigDecimal.ZERO;
    int read = 0;
    while (part.find() && part.start() == read) {
      BigDecimal unit = SECONDS.get(part.group(2));
      if (unit == null) {
        return null;
      }
      seconds = seconds.add(new BigDecimal(part.group(1)).multiply(unit));
      read = part.end();
    }
    return read == 0 || read < text.length()
        ? null
        : Duration.ofSeconds(seconds.setScale(0, RoundingMode.DOWN).longValue());
  }

  private GoDuration() {}
}
