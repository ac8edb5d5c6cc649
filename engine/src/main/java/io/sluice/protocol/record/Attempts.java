package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.Failure;
import io.sluice.task.StoreCorruptedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task that failed or crashed: {@code failures crashes [failure [RS
 * failure]...]}, where a failure is {@code at type LF message [LF session startedAt [LF trace]]}.
 * What is in brackets is missing in records of earlier versions; a trace is kept of the newest
 * failures only.
 *
 * @param history failures, newest first, a bounded number of them; the last is the first of all
 */
public record Attempts(int failures, int crashes, List<Failure> history) {
  public static final Attempts NONE = new Attempts(0, 0, List.of());

  private static final String LINE_FEED = "\n";
  private static final int PARTS = 4;
  private static final String SEPARATOR = "\u001e";

  public static Attempts parse(byte[] record) {
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

  /** One of a record; null when there is none. */
  public static @Nullable Failure failure(String text) {
    ByteReader in = new ByteReader(text.getBytes(UTF_8));
    long at = in.readDecimal();
    if (at < 0) {
      return null;
    }
    String[] parts = in.readRestAsText().split(LINE_FEED, PARTS);
    boolean typed = parts.length > 1;
    Run run = parts.length > 2 ? Run.parse(parts[2]) : null;
    return new Failure(
        typed ? parts[0] : "",
        parts[typed ? 1 : 0],
        Instant.ofEpochMilli(at),
        run == null ? null : run.startedAt,
        run == null ? null : run.session,
        parts.length > 3 ? parts[3] : null);
  }

  /** Who ran an attempt, and since when: {@code session startedAt}. */
  private record Run(String session, Instant startedAt) {
    static @Nullable Run parse(String text) {
      ByteReader in = new ByteReader(text.substring(text.indexOf(' ') + 1).getBytes(UTF_8));
      long startedAt = in.readDecimal();
      return startedAt < 0 || text.indexOf(' ') < 1
          ? null
          : new Run(text.substring(0, text.indexOf(' ')), Instant.ofEpochMilli(startedAt));
    }
  }

  /**
   * As they are shown with the task: with why that cannot be read, if so. That is so since the task
   * was made.
   */
  public Attempts shownWith(Opened task) {
    Failure why = task.unreadable();
    if (why == null || (!history.isEmpty() && !task.isNewer())) {
      return this;
    }
    List<Failure> shown = new ArrayList<>(history);
    shown.add(0, new Failure(why.type(), why.message(), task.task().createdAt()));
    return new Attempts(failures, crashes, List.copyOf(shown));
  }

  /** When the first of these failures was; null when there was none. A redrive starts anew. */
  public @Nullable Instant firstFailedAt() {
    int first = Math.min(failures, history.size());
    return first == 0 ? null : history.get(first - 1).at();
  }

  /** A failure of no attempt as the scripts take it; they put the time in front. */
  public static byte[] encode(Failure failure) {
    return (failure.type() + LINE_FEED + failure.message()).getBytes(UTF_8);
  }

  /** A failure of the attempt with this token, with the trace or without. */
  public static byte[] encode(Failure failure, String token, boolean traced) {
    String trace = failure.trace();
    return String.join(
            LINE_FEED,
            failure.type(),
            failure.message(),
            run(token),
            trace == null || !traced ? "" : trace)
        .getBytes(UTF_8);
  }

  /** Empty of a token that is none, which the script refuses. */
  private static String run(String token) {
    try {
      return Token.session(token) + ' ' + Token.startedAt(token).toEpochMilli();
    } catch (StoreCorruptedException none) {
      return "";
    }
  }
}
