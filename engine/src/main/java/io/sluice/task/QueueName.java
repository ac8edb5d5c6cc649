package io.sluice.task;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;

/**
 * The name of a queue. Checked against the grammar before it can become part of a Redis key, so
 * that {@code { } : *} never get there.
 *
 * @param value 1 to 100 characters: a letter or digit, then letters, digits, dot, underscore, dash
 */
public record QueueName(String value) implements Comparable<QueueName> {
  /**
   * @throws InvalidTaskException with pointer {@code /queue} when the value breaks the grammar
   */
  public QueueName {
    if (!Grammar.isName(value)) {
      throw new InvalidTaskException(
          "/queue", "queue name " + Quoted.of(value) + " must match " + Grammar.NAME);
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
