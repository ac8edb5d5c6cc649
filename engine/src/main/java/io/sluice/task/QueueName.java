package io.sluice.task;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;

/**
 * The name of a queue. Checked against the grammar before it can become part of a Redis key, so
 * that {@code { } : *} never get there.
 *
 * <p>A partition of a queue, from the second on, is a queue inside of Sluice, and named like one,
 * with a slash and its number behind the name of the whole; see {@link #partition}.
 *
 * @param value 1 to 100 characters: a letter or digit, then letters, digits, dot, underscore, dash;
 *     of a partition, behind that a slash and 1 to {@link #MOST_PARTITIONS} - 1
 */
public record QueueName(String value) implements Comparable<QueueName> {
  /** The most partitions that a queue may have. */
  public static final int MOST_PARTITIONS = 64;

  private static final char SLASH = '/';

  /**
   * @throws InvalidTaskException with pointer {@code /queue} when the value breaks the grammar
   */
  public QueueName {
    int slash = value.indexOf(SLASH);
    if (!(slash < 0
        ? Grammar.isName(value)
        : Grammar.isName(value.substring(0, slash)) && isNumber(value.substring(slash + 1)))) {
      throw invalid(value);
    }
  }

  /**
   * The name of a whole queue, as a caller gives it.
   *
   * @throws InvalidTaskException with pointer {@code /queue} when the value breaks the grammar
   */
  public static QueueName of(String value) {
    if (value.indexOf(SLASH) >= 0) {
      throw invalid(value);
    }
    return new QueueName(value);
  }

  /** A name that Sluice has kept: of a queue, or of a partition of one. */
  public static QueueName stored(String value) {
    return new QueueName(value);
  }

  /** A partition of this queue; the first, number 0, has the name of the whole. */
  public QueueName partition(int number) {
    return number == 0 ? this : new QueueName(value + SLASH + number);
  }

  /** The queue of which this is a partition; itself, if it is none. */
  public QueueName whole() {
    int slash = value.indexOf(SLASH);
    return slash < 0 ? this : new QueueName(value.substring(0, slash));
  }

  /** Which partition of its queue this is; 0 is the first, and a queue that has one. */
  public int number() {
    int slash = value.indexOf(SLASH);
    return slash < 0 ? 0 : Integer.parseInt(value.substring(slash + 1));
  }

  private static InvalidTaskException invalid(String value) {
    return new InvalidTaskException(
        "/queue", "queue name " + Quoted.of(value) + " must match " + Grammar.NAME);
  }

  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > 2 || text.charAt(0) == '0') {
      return false;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return false;
      }
      number = 10 * number + digit - '0';
    }
    return number < MOST_PARTITIONS;
  }

  @Override
  public int compareTo(QueueName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
