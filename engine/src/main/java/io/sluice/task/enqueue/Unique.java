package io.sluice.task.enqueue;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key of which a queue holds at most one task.
 *
 * @param key 1 to {@link #MAX_KEY_LENGTH} characters, none of them a control character
 * @param window how long the task holds the key from its enqueue on, also when it has ended; null
 *     for until it has ended
 * @param onConflict what becomes of another task with the key
 */
public record Unique(String key, @Nullable Duration window, OnConflict onConflict) {
  public static final int MAX_KEY_LENGTH = 256;

  /** The longest window. */
  public static final Duration LONGEST = Duration.ofDays(365);

  /** What becomes of a task whose key is held by another. */
  public enum OnConflict {
    /** It is refused as a duplicate. */
    REJECT,
    /** It is not enqueued, and its caller gets the one that is there. */
    KEEP,
    /** It takes the place of the other, which is cancelled, if that has not begun; else refused. */
    REPLACE
  }

  /**
   * @throws InvalidTaskException with a pointer below {@code /unique} when a value is out of range
   */
  public Unique {
    Texts.requireKey("/unique/key", key, MAX_KEY_LENGTH);
    if (window != null && (window.toMillis() < 1 || window.compareTo(LONGEST) > 0)) {
      throw new InvalidTaskException(
          "/unique/for", "for must be at least 1 ms and at most " + LONGEST + ", is " + window);
    }
  }
}
