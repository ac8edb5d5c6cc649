package io.sluice.task.view;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.Failure;
import io.sluice.task.InvalidTaskException;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are to be tried again, and how fast.
 *
 * @param rate at most so many a second; null for as fast as it goes
 * @param type only tasks of this type; null for any
 * @param error only tasks whose last failure is of this type; null for any
 */
public record Redrive(@Nullable Integer rate, @Nullable String type, @Nullable String error) {
  /** All, as fast as it goes. */
  public static final Redrive ALL = new Redrive(null, null, null);

  public static final int MAX_RATE = 1_000_000;

  /**
   * @throws InvalidTaskException with a pointer to what is out of range
   */
  public Redrive {
    if (rate != null && (rate < 1 || rate > MAX_RATE)) {
      throw new InvalidTaskException(
          "/rate", "rate must be between 1 and " + MAX_RATE + " a second, is " + rate);
    }
    if (type != null && !Grammar.isName(type)) {
      throw new InvalidTaskException(
          "/filter/type", "task type " + Quoted.of(type) + " must match " + Grammar.NAME);
    }
    if (error != null && (error.isEmpty() || error.length() > Failure.MAX_MESSAGE)) {
      throw new InvalidTaskException(
          "/filter/error", "error must be 1 to " + Failure.MAX_MESSAGE + " characters");
    }
  }

  public Redrive rate(int perSecond) {
    return new Redrive(perSecond, type, error);
  }

  public Redrive type(String name) {
    return new Redrive(rate, name, error);
  }

  public Redrive error(String name) {
    return new Redrive(rate, type, name);
  }
}
