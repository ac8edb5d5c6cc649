package io.sluice.task;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;

/**
 * The identity of a task inside its queue.
 *
 * @param value 1 to 128 characters of letters, digits, dot, underscore, dash, and neither {@code .}
 *     nor {@code ..}, which no path can name; made by Sluice (14 characters, ordered by time to the
 *     second; in a queue of several partitions, behind that {@code ~} and its partition in base 36)
 *     or given by the caller
 */
public record TaskId(String value) {
  /** For ids that come back from the store, which were checked when they went in. */
  public static TaskId stored(String value) {
    return new TaskId(value);
  }

  /**
   * Checks an id by which a caller names a task that is there.
   *
   * @throws InvalidTaskException with pointer {@code /id} when it breaks the grammar
   */
  public static TaskId of(String value) {
    return checked(value, Grammar.isTaskId(value));
  }

  /**
   * Checks an id that a caller gives to a new task.
   *
   * @throws InvalidTaskException with pointer {@code /id} when it breaks the grammar
   */
  public static TaskId given(String value) {
    return checked(value, Grammar.isId(value));
  }

  private static TaskId checked(String value, boolean valid) {
    if (!valid) {
      throw new InvalidTaskException(
          "/id", "task id " + Quoted.of(value) + " must " + Grammar.wrongIn(value));
    }
    return new TaskId(value);
  }

  /** The same in this partition of its queue, which it names. */
  public TaskId in(int partition) {
    return new TaskId(value + "~" + Integer.toString(partition, Character.MAX_RADIX));
  }

  /** The same without the partition that it names. */
  public TaskId whole() {
    int tail = value.indexOf('~');
    return tail < 0 ? this : new TaskId(value.substring(0, tail));
  }

  /** The partition that it names; -1 when it names none. */
  public int partition() {
    int tail = value.indexOf('~');
    return tail < 0 ? -1 : Integer.parseInt(value.substring(tail + 1), Character.MAX_RADIX);
  }

  @Override
  public String toString() {
    return value;
  }
}
