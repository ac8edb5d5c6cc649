package io.sluice.task.enqueue;

import io.sluice.Sluice;
import io.sluice.task.InvalidTaskException;

/**
 * How a {@link Sluice#scatter} gives its results.
 *
 * <p>Parts run at least once, as all tasks do. When this process dies, the parts that are in Redis
 * stay there as tasks, at most as many as the window: workers run them, and their results are
 * dropped after their retention. A part with {@link NewTask#expiresIn} does not begin after that
 * time. A part whose id its caller has given is not cancelled when it is unknown whether Redis took
 * it, since the id may be another task's.
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
