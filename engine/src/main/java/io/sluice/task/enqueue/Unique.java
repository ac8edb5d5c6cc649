package io.sluice.task.enqueue;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key of which a queue holds at most one task, or one that runs and the newest that waits.
 *
 * @param key 1 to {@link #MAX_KEY_LENGTH} characters, none of them a control character
 * @param window how long the task holds the key from its enqueue on, also when it has ended; null
 *     for until it has ended
 * @param onConflict what becomes of another task with the key
 * @param debounce how far each task puts off the start of the newest with its key; null for not at
 *     all
 */
public record Unique(
    String key, @Nullable Duration window, OnConflict onConflict, @Nullable Debounce debounce) {
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
    REPLACE,
    /**
     * It takes the place of the other, which is cancelled, unless that runs. Behind one that runs
     * it waits in state {@link io.sluice.task.TaskState#SCHEDULED scheduled}, in the place of any
     * that waited there, and is ready as soon as that run is over. If the run ended with another
     * attempt to come, the older task is cancelled. So at any instant at most one task of the key
     * runs and at most one waits, which is the newest.
     */
    KEEP_LAST;

    /** Its name in the HTTP API, such as {@code keep-last}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @throws InvalidTaskException with a pointer below {@code /unique} when a value is out of range,
   *     or two of them exclude each other
   */
  public Unique {
    Texts.requireKey("/unique/key", key, MAX_KEY_LENGTH);
    if (window != null && (window.toMillis() < 1 || window.compareTo(LONGEST) > 0)) {
      throw new InvalidTaskException(
          "/unique/for", "for must be at least 1 ms and at most " + LONGEST + ", is " + window);
    }
    if (window != null && onConflict == OnConflict.KEEP_LAST) {
      throw new InvalidTaskException(
          "/unique/for",
          "for must not be given with keep-last or debounce, which hold the key until the task"
              + " has ended, is "
              + window);
    }
    if (debounce != null && onConflict != OnConflict.KEEP_LAST) {
      throw new InvalidTaskException(
          "/unique/onConflict",
          "onConflict must be keep-last with debounce, is " + onConflict.wireName());
    }
  }

  /** Without a debounce. */
  public Unique(String key, @Nullable Duration window, OnConflict onConflict) {
    this(key, window, onConflict, null);
  }

  /** The newest task with the key runs, also after one that runs already. */
  public static Unique keepLast(String key) {
    return new Unique(key, null, OnConflict.KEEP_LAST);
  }

  /**
   * The newest task with the key runs once no other has come for the quiet time, by the clock of
   * Redis.
   *
   * @param quiet at least 1 ms, at most {@link NewTask#MAX_DELAY}
   * @param maxWait when the newest may start at the latest, counted from the first task of the
   *     burst, however many come: at least the quiet time; null for no bound
   */
  public static Unique debounce(String key, Duration quiet, @Nullable Duration maxWait) {
    return new Unique(key, null, OnConflict.KEEP_LAST, new Debounce(quiet, maxWait));
  }
}
