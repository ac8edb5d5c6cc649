package io.sluice.task.enqueue;

import io.sluice.Sluice;
import io.sluice.task.InvalidTaskException;

/**
 * How a {@link Sluice#scatter} gives its results.
 *
 * @param ordered whether results come in the order of the parts; one slow part then holds back the
 *     results of all later ones, and the window counts from it
 * @param onFailure what happens when a part fails
 * @param window the most parts that are enqueued and not yet taken by the subscriber, 1 to {@link
 *     #MAX_WINDOW}; each holds its payload and its result in Redis, and its result in this process
 */
public record ScatterOptions(boolean ordered, OnFailure onFailure, int window) {
  public static final int DEFAULT_WINDOW = 1024;

  public static final int MAX_WINDOW = 16_384;

  /** As results come, an error at the first failure, a window of {@link #DEFAULT_WINDOW}. */
  public static final ScatterOptions DEFAULT =
      new ScatterOptions(false, OnFailure.ERROR, DEFAULT_WINDOW);

  /** What happens when a part fails. */
  public enum OnFailure {
    /** The scatter ends with the error of the part, and cancels the other parts. */
    ERROR,
    /** The failure is a {@link Scattered.Failed}, and the scatter goes on. */
    VALUE,
    /** The part is left out, and the scatter goes on. */
    IGNORE
  }

  /**
   * @throws InvalidTaskException with pointer {@code /window} when the window is out of range
   */
  public ScatterOptions {
    if (window < 1 || window > MAX_WINDOW) {
      throw new InvalidTaskException(
          "/window", "window must be 1 to " + MAX_WINDOW + " parts, is " + window);
    }
  }

  /** Gives results in the order of the parts. */
  public ScatterOptions inOrder() {
    return new ScatterOptions(true, onFailure, window);
  }

  public ScatterOptions onFailure(OnFailure value) {
    return new ScatterOptions(ordered, value, window);
  }

  public ScatterOptions window(int value) {
    return new ScatterOptions(ordered, onFailure, value);
  }
}
