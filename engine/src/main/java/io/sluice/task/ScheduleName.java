package io.sluice.task;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;

/**
 * The name of a schedule, one in a whole namespace.
 *
 * @param value same grammar as queue names
 */
public record ScheduleName(String value) implements Comparable<ScheduleName> {
  /**
   * @throws InvalidTaskException with pointer {@code /name} when the value breaks the grammar
   */
  public ScheduleName {
    if (!Grammar.isName(value)) {
      throw new InvalidTaskException(
          "/name", "schedule name " + Quoted.of(value) + " must match " + Grammar.NAME);
    }
  }

  public static ScheduleName of(String value) {
    return new ScheduleName(value);
  }

  @Override
  public int compareTo(ScheduleName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
