package io.sluice.worker;

/**
 * How many tasks a worker holds at once.
 *
 * @param min the fewest; as many as the most where the number is fixed
 */
public record Concurrency(int min, int max, boolean adaptive) {
  /** A number that changes only when somebody changes it. */
  public static Concurrency fixed(int slots) {
    return new Concurrency(slots, slots, false);
  }

  /** A number between two bounds that follows how the handlers do. */
  public static Concurrency between(int min, int max) {
    return new Concurrency(min, max, true);
  }

  Concurrency atMost(int slots) {
    return new Concurrency(Math.min(min, slots), Math.min(max, slots), adaptive);
  }
}
