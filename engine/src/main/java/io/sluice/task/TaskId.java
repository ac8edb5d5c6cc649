package io.sluice.task;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;

/**
 * The identity of a task inside its queue.
 *
 * @param value 1 to 128 characters of letters, digits, dot, underscore, dash, and neither {@code .}
 *     nor {@code ..}, which no path can name; made by Sluice (14 characters, ordered by time to the
 *     second) or given by the caller
 */
public record TaskId(String value) {
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
    if (!Grammar.isId(value)) {
      throw new InvalidTaskException(
          "/id", "task id " + Quoted.of(value) + " must " + Grammar.wrongIn(value));
    }
    return new TaskId(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
