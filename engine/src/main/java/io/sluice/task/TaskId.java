package io.sluice.task;

import java.util.regex.Pattern;

/**
 * The identity of a task inside its queue.
 *
 * @param value 1 to 128 characters of letters, digits, dot, underscore, dash; made by Sluice (22
 *     characters, ordered by time) or given by the caller
 */
public record TaskId(String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /** For ids that come back from the store, which were checked when they went in. */
  public static TaskId stored(String value) {
    return new TaskId(value);
  }

  /**
   * Checks an id that a caller gives.
   *
   * @throws InvalidTaskException with pointer {@code /id} when it breaks the grammar
   */
  public static TaskId of(String value) {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidTaskException(
          "/id", "task id " + Quoted.of(value) + " must match " + GRAMMAR);
    }
    return new TaskId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
