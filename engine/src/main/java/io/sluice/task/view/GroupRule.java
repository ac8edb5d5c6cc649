package io.sluice.task.view;

import io.sluice.task.InvalidTaskException;
import org.jspecify.annotations.Nullable;

/**
 * How a group takes part in its queue. What is null is as the queue's rule for groups by default
 * has it; where that has none either, the weight is 1 and there is no limit.
 *
 * @param weight its share, beside those of the other groups that have tasks waiting, 1 to 1,000
 * @param maxConcurrency how many of its tasks may run at once, by all workers together; 0 for any
 * @param rate how many of its tasks may start in a time
 * @param maxBacklog how many of its tasks may wait before enqueues are refused; 0 for any
 */
public record GroupRule(
    @Nullable Long weight,
    @Nullable Long maxConcurrency,
    @Nullable RateLimit rate,
    @Nullable Long maxBacklog) {
  public static final long MAX_WEIGHT = 1_000;

  /** The name of the rule for groups that have none of their own. */
  public static final String DEFAULT = "default";

  /**
   * @throws InvalidTaskException with a pointer to what is out of range, from the rule on
   */
  public GroupRule {
    require("/weight", weight, 1, MAX_WEIGHT);
    require("/maxConcurrency", maxConcurrency, 0, QueueSettings.MOST);
    require("/maxBacklog", maxBacklog, 0, QueueSettings.MOST);
  }

  /** With a weight and nothing else. */
  public static GroupRule weighing(long weight) {
    return new GroupRule(weight, null, null, null);
  }

  private static void require(String pointer, @Nullable Long value, long least, long most) {
    if (value != null && (value < least || value > most)) {
      throw new InvalidTaskException(
          pointer,
          "%s must be between %d and %d, is %d"
              .formatted(pointer.substring(1), least, most, value));
    }
  }
}
