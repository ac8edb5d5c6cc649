package io.sluice.task;

import java.util.regex.Pattern;

/**
 * The name of a queue. Checked against the grammar before it can become part of a Redis key, so
 * that {@code { } : *} never get there.
 *
 * @param value 1 to 100 characters: a letter or digit, then letters, digits, dot, underscore, dash
 */
public record QueueName(String value) implements Comparable<QueueName> {
  /** The grammar of queue names and of task type names. */
  static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * @throws InvalidTaskException with pointer {@code /queue} when the value breaks the grammar
   */
  public QueueName {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidTaskException(
          "/queue", "queue name " + Quoted.of(value) + " must match " + GRAMMAR);
    }
  }

  public static QueueName of(String value) {
    return new QueueName(value);
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
