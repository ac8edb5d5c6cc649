package io.sluice.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.sluice.gateway.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One event for programs: an object on a line, in which JSON escapes what would end the line. */
final class JsonLine {
  /** Where messages have the id of the request that they are about. */
  private static final Pattern REQUEST =
      Pattern.compile("(?:^request | request=)([A-Za-z0-9._-]{1,64})(?::|$)");

  static byte[] of(ILoggingEvent event) {
    String message = Secrets.masked(event.getFormattedMessage());
    byte[] object =
        JsonObject.write(
            json ->
                json.put("timestamp", Instant.ofEpochMilli(event.getTimeStamp()))
                    .put("level", event.getLevel().toString())
                    .put("thread", event.getThreadName())
                    .put("logger", event.getLoggerName())
                    .put("message", message)
                    .put("requestId", requestId(message))
                    .put("error", error(event)));
    byte[] line = Arrays.copyOf(object, object.length + 1);
    line[object.length] = '\n';
    return line;
  }

  private static @Nullable String requestId(String message) {
    Matcher found = REQUEST.matcher(message);
    return found.find() ? found.group(1) : null;
  }

  private static @Nullable String error(ILoggingEvent event) {
    return event.getThrowableProxy() == null
        ? null
        : Secrets.masked(ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  private JsonLine() {}
}
