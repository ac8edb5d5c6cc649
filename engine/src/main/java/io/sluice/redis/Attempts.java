package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task that failed or crashed: {@code failures crashes [at type LF message [RS at
 * type LF message]...]}.
 *
 * @param history failures, newest first, a bounded number of them; the last is the first of all
 */
record Attempts(int failures, int crashes, List<Failure> history) {
  static final Attempts NONE = new Attempts(0, 0, List.of());

  private static final char LINE_FEED = '\n';
  private static final String SEPARATOR = "\u001e";

  static Attempts parse(byte[] record) {
    ByteReader in = new ByteReader(record);
    int failures = (int) Math.max(0, in.readDecimal());
    int crashes = (int) Math.max(0, in.readDecimal());
    List<Failure> history = new ArrayList<>();
    for (String one : in.readRestAsText().split(SEPARATOR, -1)) {
      Failure failure = failure(one);
      if (failure != null) {
        history.add(failure);
      }
    }
    return new Attempts(failures, crashes, List.copyOf(history));
  }

  /** {@code at type LF message}; null when there is none. */
  private static @Nullable Failure failure(String text) {
    ByteReader in = new ByteReader(text.getBytes(UTF_8));
    long at = in.readDecimal();
    if (at < 0) {
      return null;
    }
    String rest = in.readRestAsText();
    int end = rest.indexOf(LINE_FEED);
    String type = end < 0 ? "" : rest.substring(0, end);
    return new Failure(type, rest.substring(end + 1), Instant.ofEpochMilli(at));
  }

  /** With this failure when none is kept. */
  Attempts orElse(Failure other) {
    return history.isEmpty() ? new Attempts(failures, crashes, List.of(other)) : this;
  }

  /** When the first of these failures was; null when there was none. A redrive starts anew. */
  @Nullable Instant firstFailedAt() {
    int first = Math.min(failures, history.size());
    return first == 0 ? null : history.get(first - 1).at();
  }

  /** A failure as the scripts take it; they put the time in front. */
  static byte[] encode(Failure failure) {
    return (failure.type() + LINE_FEED + failure.message()).getBytes(UTF_8);
  }
}
