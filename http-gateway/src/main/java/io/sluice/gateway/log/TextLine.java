package io.sluice.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** One event for people: a line, whatever stands in the message or the stack trace. */
final class TextLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  /** Also those above ASCII, and what some take for the end of a line. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  static String of(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(String.format(Locale.ROOT, " %-5s ", event.getLevel()));
    line.append(shortName(event.getLoggerName())).append(" - ");
    line.append(onOneLine(event.getFormattedMessage(), " "));
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      line.append(' ').append(onOneLine(ThrowableProxyUtil.asString(error), " | "));
    }
    return line.append('\n').toString();
  }

  private static String onOneLine(String text, String between) {
    return CONTROLS.matcher(Secrets.masked(text).strip()).replaceAll(between);
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private TextLine() {}
}
