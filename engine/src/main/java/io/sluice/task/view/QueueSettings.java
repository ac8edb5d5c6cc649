package io.sluice.task.view;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one queue, kept in Redis; in force for every engine from the next call on. What is
 * null is as the engines are configured.
 *
 * @param maxBacklog how many tasks may wait before enqueues are refused; 0 for no bound
 * @param maxConcurrency how many tasks may run at once, by all workers together
 * @param retentionCount how many finished tasks are kept per state
 * @param retentionAge how long finished tasks are kept
 */
public record QueueSettings(
    @Nullable Long maxBacklog,
    @Nullable Long maxConcurrency,
    @Nullable Long retentionCount,
    @Nullable Duration retentionAge) {
  public static final QueueSettings NONE = new QueueSettings(null, null, null, null);

  /** The most of anything that may be set. */
  public static final long MOST = 1_000_000_000;

  /**
   * @throws InvalidTaskException with a pointer to the setting that is out of range
   */
  public QueueSettings {
    require("/maxBacklog", maxBacklog, 0);
    require("/maxConcurrency", maxConcurrency, 1);
    require("/retention/maxCount", retentionCount, 0);
    if (retentionAge != null
        && (retentionAge.toMillis() < 1 || retentionAge.compareTo(TaskOptions.LONGEST) > 0)) {
      throw new InvalidTaskException(
          "/retention/maxAge",
          "maxAge must be at least 1 ms and at most "
              + TaskOptions.LONGEST
              + ", is "
              + retentionAge);
    }
  }

  private static void require(String pointer, @Nullable Long value, long least) {
    if (value != null && (value < least || value > MOST)) {
      throw new InvalidTaskException(
          pointer, "must be between " + least + " and " + MOST + ", is " + value);
    }
  }
}
