package io.sluice.gateway.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations on the wire: ISO-8601, or a whole number with a unit; written back as ISO-8601. */
public final class WireDuration {
  /** What a duration looks like, for messages. */
  public static final String FORM = "a duration like 250ms, 30s, 5m, 2h, 7d or PT30S";

  private static final Pattern SHORT = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
  private static final int MAX_CHARS = 64;

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  /**
   * @throws DateTimeException when the text is no duration, or one below zero
   * @throws ArithmeticException when it is longer than a duration can be
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      ChronoUnit unit = UNITS.getOrDefault(matcher.group(2), ChronoUnit.MILLIS);
      return Duration.of(Long.parseLong(matcher.group(1)), unit);
    }
    if (text.length() > MAX_CHARS) {
      throw new DateTimeException("too long for a duration");
    }
    Duration duration = Duration.parse(text);
    if (duration.isNegative()) {
      throw new DateTimeException("negative");
    }
    return duration;
  }

  public static String format(Duration duration) {
    return duration.toString();
  }

  private WireDuration() {}
}
