package io.sluice.task.enqueue;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tasks with one unique key put off the start of the newest of them. Tasks that come before it
 * has begun are one burst.
 *
 * @param quiet how long after the newest task of the burst it starts at the soonest: at least 1 ms,
 *     at most {@link NewTask#MAX_DELAY}
 * @param maxWait how long after the first task of the burst no other task puts it off any more: at
 *     least the quiet time, at most {@link NewTask#MAX_DELAY}; null for no bound
 */
public record Debounce(Duration quiet, @Nullable Duration maxWait) {
  /**
   * @throws InvalidTaskException with a pointer below {@code /unique} when a value is out of range
   */
  public Debounce {
    require("debounce", quiet);
    if (maxWait != null) {
      require("maxWait", maxWait);
      if (maxWait.compareTo(quiet) < 0) {
        throw new InvalidTaskException(
            "/unique/maxWait",
            "maxWait must be at least debounce, which is " + quiet + ", is " + maxWait);
      }
    }
  }

  private static void require(String field, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(NewTask.MAX_DELAY) > 0) {
      throw new InvalidTaskException(
          "/unique/" + field, field + " must be at least 1 ms and at most 3650 days, is " + value);
    }
  }
}
