package io.sluice.memory;

import io.sluice.task.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task that failed or crashed.
 *
 * @param history failures, newest first; when there were too many the first of all stays
 */
record Attempts(int failures, int crashes, List<Failure> history) {
  public static final Attempts NONE = new Attempts(0, 0, List.of());

  private static final int MAX_FAILURES = 10;

  /** Newest failures that keep their stack traces. */
  private static final int MAX_TRACES = 3;

  Attempts failed(Failure failure, String token, long now) {
    return new Attempts(failures + 1, crashes, with(failure, token, now));
  }

  Attempts crashed() {
    return new Attempts(failures, crashes + 1, history);
  }

  /** Crashed too often: why is told as a failure, and no attempt counts as failed for it. */
  Attempts poisoned(Failure failure, String token, long now) {
    return new Attempts(failures, crashes, with(failure, token, now));
  }

  /** A new life: the failures stay to be read, and count no more. */
  Attempts revived() {
    return new Attempts(0, 0, history);
  }

  /** When it failed for the first time; null when it never did. */
  public @Nullable Instant firstFailedAt() {
    return history.isEmpty() ? null : history.get(history.size() - 1).at();
  }

  private List<Failure> with(Failure failure, String token, long now) {
    List<Failure> all = new ArrayList<>();
    all.add(
        failure.recorded(
            Instant.ofEpochMilli(now),
            Instant.ofEpochMilli(Tokens.startedAt(token)),
            Tokens.session(token)));
    for (Failure older : history) {
      all.add(all.size() < MAX_TRACES ? older : older.withoutTrace());
    }
    if (all.size() > MAX_FAILURES) {
      all.remove(all.size() - 2);
    }
    return List.copyOf(all);
  }
}
