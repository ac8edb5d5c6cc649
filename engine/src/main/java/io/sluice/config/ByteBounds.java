package io.sluice.config;

/**
 * How much of what tasks carry an engine takes at once, and holds at once. A single task may be
 * larger than either: it is taken alone.
 *
 * @param answer bytes of tasks in one answer of Redis: a claim, a lookup or a page of a listing
 *     that would bring more brings fewer tasks. A Redis whose {@code client-output-buffer-limit
 *     normal} or {@code maxmemory-clients} is lower than a few of these cuts the engine off
 * @param held bytes of payload that all workers and receivers of one engine hold together, from the
 *     claim of a task until its outcome is recorded; nothing more is claimed until some are settled
 */
public record ByteBounds(int answer, long held) {
  public static final int DEFAULT_ANSWER = 1 << 20;

  /** What a task carries is in memory as bytes and as the object that they become, and more. */
  private static final int PART_OF_THE_HEAP = 8;

  private static final int SMALLEST_ANSWER = 1 << 10;

  /** A held bound of an eighth of the largest heap of this process. */
  public static final ByteBounds DEFAULT =
      new ByteBounds(DEFAULT_ANSWER, Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP);

  public ByteBounds {
    Checks.require(
        answer >= SMALLEST_ANSWER, "bytes.answer", "must be at least " + SMALLEST_ANSWER, answer);
    Checks.require(held >= 1, "bytes.held", "must be positive", held);
  }

  public ByteBounds withAnswer(int value) {
    return new ByteBounds(value, held);
  }

  public ByteBounds withHeld(long value) {
    return new ByteBounds(answer, value);
  }
}
