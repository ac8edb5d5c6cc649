package io.sluice.load.pace;

/**
 * How many sends a second are planned.
 *
 * @param perSecond more than zero, at most {@link #MAX_PER_SECOND}
 */
public record Rate(double perSecond) {
  /** One process cannot plan more than this and mean it. */
  public static final double MAX_PER_SECOND = 1_000_000;

  public Rate {
    if (!(perSecond > 0 && perSecond <= MAX_PER_SECOND)) {
      throw new IllegalArgumentException(
          "rate must be more than 0 and at most " + MAX_PER_SECOND + " a second, is " + perSecond);
    }
  }
}
