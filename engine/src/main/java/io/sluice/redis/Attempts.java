package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task that failed or crashed: {@code failures crashes [at type LF message]}.
 *
 * @param failure the last one
 */
record Attempts(int failures, int crashes, @Nullable Failure failure) {
  static final Attempts NONE = new Attempts(0, 0, null);

  private static final char LINE_FEED = '\n';

  static Attempts parse(byte[] record) {
    ByteReader in = new ByteReader(record);
    int failures = (int) Math.max(0, in.readDecimal());
    int crashes = (int) Math.max(0, in.readDecimal());
    long at = in.readDecimal();
    if (at < 0) {
      return new Attempts(failures, crashes, null);
    }
    String text = in.readRestAsText();
    int end = text.indexOf(LINE_FEED);
    String type = end < 0 ? "" : text.substring(0, end);
    return new Attempts(
        failures, crashes, new Failure(type, text.substring(end + 1), Instant.ofEpochMilli(at)));
  }

  /** With this failure when none is kept. */
  Attempts orElse(Failure other) {
    return failure == null ? new Attempts(failures, crashes, other) : this;
  }

  /** A failure as the scripts take it; they put the time in front. */
  static byte[] encode(Failure failure) {
    return (failure.type() + LINE_FEED + failure.message()).getBytes(UTF_8);
  }
}
