package io.sluice.task.handler;

/**
 * Keeps the values that a handler emits as a stream of the task, which others follow while the
 * handler runs and afterwards, as long as the task is kept.
 *
 * <p>A run that emits more than the bounds allow is a failure for good: its task is dead. A run
 * that ends without success voids its items.
 *
 * @param items most values of one run, 1 to {@link #MAX_ITEMS}
 * @param bytes most bytes of the encoded values of one run together, 1 to {@link #MAX_BYTES}
 */
public record Emit(int items, int bytes) {
  public static final int DEFAULT_ITEMS = 10_000;
  public static final int MAX_ITEMS = 50_000;
  public static final int DEFAULT_BYTES = 1 << 20;
  public static final int MAX_BYTES = 16 << 20;

  /** Kept, with the default bounds. */
  public static final Emit KEPT = new Emit(DEFAULT_ITEMS, DEFAULT_BYTES);

  /**
   * @throws IllegalArgumentException when a bound is out of range
   */
  public Emit {
    requireBetween("items", items, MAX_ITEMS);
    requireBetween("bytes", bytes, MAX_BYTES);
  }

  private static void requireBetween(String bound, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          bound + " of a stream must be 1 to " + most + ", is " + value);
    }
  }

  public Emit items(int most) {
    return new Emit(most, bytes);
  }

  public Emit bytes(int most) {
    return new Emit(items, most);
  }
}
