package io.sluice.gateway.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants on the wire: RFC 3339; written in UTC with milliseconds. */
public final class WireTime {
  /** What an instant looks like, for messages. */
  public static final String FORM = "a time like 2026-11-20T19:30:00Z";

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final int MAX_YEAR = 9999;

  /**
   * @throws DateTimeException when the text is no time, or one outside the years 0 to 9999
   */
  public static Instant parse(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    if (time.getYear() < 0 || time.getYear() > MAX_YEAR) {
      throw new DateTimeException("year " + time.getYear());
    }
    return time.toInstant();
  }

  public static String format(Instant instant) {
    return MILLIS.format(instant);
  }

  private WireTime() {}
}
