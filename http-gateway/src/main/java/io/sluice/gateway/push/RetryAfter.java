package io.sluice.gateway.push;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** How long a target wants to be left alone, as {@code Retry-After} says. */
final class RetryAfter {
  static final Duration LEAST = Duration.ofSeconds(1);
  static final Duration MOST = Duration.ofHours(1);

  private static final int MAX_DIGITS = 9;

  /**
   * Between the bounds; null when it says nothing that can be read.
   *
   * @param header seconds, or the time of an end
   * @param date the time of the answer by the clock of the target, as it told
   * @param now by the clock here, where the target told none
   */
  static @Nullable Duration of(@Nullable String header, @Nullable String date, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (text.matches("[0-9]+")) {
      return text.length() > MAX_DIGITS ? MOST : within(Duration.ofSeconds(Long.parseLong(text)));
    }
    Date end = parsed(text);
    if (end == null) {
      return null;
    }
    Date begin = date == null ? null : parsed(date.strip());
    return within(Duration.between(begin == null ? now : begin.toInstant(), end.toInstant()));
  }

  private static @Nullable Date parsed(String text) {
    return text.isEmpty() ? null : DateFormatter.parseHttpDate(text);
  }

  private static Duration within(Duration wanted) {
    return wanted.compareTo(LEAST) < 0 ? LEAST : wanted.compareTo(MOST) > 0 ? MOST : wanted;
  }

  private RetryAfter() {}
}
