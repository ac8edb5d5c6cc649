package io.sluice.gateway.access;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many requests and lines in which time; written {@code 100/s}, {@code 600/m}. */
public record Rate(long count, Duration period) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})/([smh])");

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static Rate parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "rate must be a number per second, minute or hour like 100/s, 600/m or 1000/h, is '"
              + text
              + "'");
    }
    return new Rate(Long.parseLong(form.group(1)), period(form.group(2)));
  }

  private static Duration period(String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofHours(1);
    };
  }

  @Override
  public String toString() {
    long seconds = period.toSeconds();
    return count + (seconds == 1 ? "/s" : seconds == 60 ? "/m" : "/h");
  }
}
