package io.sluice.task.view;

import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import org.jspecify.annotations.Nullable;

/**
 * How much of the stream of a task a follower has taken.
 *
 * @param run the run whose items these are; 0 before the first
 * @param taken how many items of that run; {@link #VOID} when the follower was told that they are
 *     void
 */
public record StreamPosition(long run, long taken) {
  /** Stands for the items of a run that were told to be void. */
  public static final long VOID = -1;

  /** Before the first item. */
  public static final StreamPosition BEGINNING = new StreamPosition(0, 0);

  private static final String VOID_WORD = "void";
  private static final String POINTER = "/after";
  private static final int MOST_DIGITS = 15;

  /**
   * @throws InvalidTaskException with pointer {@code /after} when a number is negative
   */
  public StreamPosition {
    if (run < 0 || taken < VOID) {
      throw wrong(run + ":" + taken);
    }
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @throws InvalidTaskException with pointer {@code /after} when it is no position
   */
  public static StreamPosition parse(String text) {
    int colon = text.indexOf(':');
    Long run = colon < 0 ? null : number(text.substring(0, colon));
    String rest = text.substring(colon + 1);
    Long taken = rest.equals(VOID_WORD) ? Long.valueOf(VOID) : number(rest);
    if (run == null || taken == null) {
      throw wrong(text);
    }
    return new StreamPosition(run, taken);
  }

  private static @Nullable Long number(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return isNumber ? Long.valueOf(digits) : null;
  }

  private static InvalidTaskException wrong(String text) {
    return new InvalidTaskException(
        POINTER,
        "position "
            + Quoted.of(text)
            + " must be a run and a number of items with a colon between them, or a run and :void");
  }

  /** The position as a text, to go on from later. */
  public String text() {
    return run + ":" + (taken == VOID ? VOID_WORD : String.valueOf(taken));
  }
}
