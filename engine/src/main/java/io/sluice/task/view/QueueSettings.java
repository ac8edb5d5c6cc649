package io.sluice.task.view;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Texts;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one queue, kept in Redis; in force for every engine from the next call on. What is
 * null is as the engines are configured.
 *
 * @param maxBacklog how many tasks may wait before enqueues are refused; 0 for no bound
 * @param maxConcurrency how many tasks may run at once, by all workers together
 * @param retentionCount how many finished tasks are kept per state
 * @param retentionAge how long finished tasks are kept
 * @param rateLimit how many tasks of the queue may start in a time
 * @param groups the rules of its groups by name, at most {@link #MAX_RULES}; that of the name
 *     {@code default} is for all others
 * @param ageEvery after how long a waiting task gains one priority, so that low ones do not starve
 * @param maxDelay an enqueue is refused when its task could not start within this time, as far as
 *     that is known
 * @param durability what each enqueue of a caller waits for at least
 * @param target where gateways send the tasks of the queue to
 */
public record QueueSettings(
    @Nullable Long maxBacklog,
    @Nullable Long maxConcurrency,
    @Nullable Long retentionCount,
    @Nullable Duration retentionAge,
    @Nullable RateLimit rateLimit,
    Map<String, GroupRule> groups,
    @Nullable Duration ageEvery,
    @Nullable Duration maxDelay,
    @Nullable Durability durability,
    @Nullable PushTarget target) {
  public static final QueueSettings NONE = new QueueSettings(null, null, null, null);

  /** The most rules of groups that a queue may have. */
  public static final int MAX_RULES = 10_000;

  /** The most of anything that may be set. */
  public static final long MOST = 1_000_000_000;

  /**
   * @throws InvalidTaskException with a pointer to the setting that is out of range
   */
  public QueueSettings {
    require("/maxBacklog", maxBacklog, 0);
    require("/maxConcurrency", maxConcurrency, 1);
    require("/retention/maxCount", retentionCount, 0);
    require("/retention/maxAge", retentionAge);
    require("/ageEvery", ageEvery);
    require("/maxDelay", maxDelay);
    groups = Map.copyOf(groups);
    if (groups.size() > MAX_RULES) {
      throw new InvalidTaskException(
          "/groups",
          "at most " + MAX_RULES + " groups may have a rule, there are " + groups.size());
    }
    groups.keySet().forEach(name -> Texts.requireGroup("/groups", name));
  }

  /** Without limits of groups and in time. */
  public QueueSettings(
      @Nullable Long maxBacklog,
      @Nullable Long maxConcurrency,
      @Nullable Long retentionCount,
      @Nullable Duration retentionAge) {
    this(maxBacklog, maxConcurrency, retentionCount, retentionAge, null, Map.of(), null, null);
  }

  /** Without a durability and a target. */
  public QueueSettings(
      @Nullable Long maxBacklog,
      @Nullable Long maxConcurrency,
      @Nullable Long retentionCount,
      @Nullable Duration retentionAge,
      @Nullable RateLimit rateLimit,
      Map<String, GroupRule> groups,
      @Nullable Duration ageEvery,
      @Nullable Duration maxDelay) {
    this(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        maxDelay,
        null);
  }

  /** Without a target. */
  public QueueSettings(
      @Nullable Long maxBacklog,
      @Nullable Long maxConcurrency,
      @Nullable Long retentionCount,
      @Nullable Duration retentionAge,
      @Nullable RateLimit rateLimit,
      Map<String, GroupRule> groups,
      @Nullable Duration ageEvery,
      @Nullable Duration maxDelay,
      @Nullable Durability durability) {
    this(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        maxDelay,
        durability,
        null);
  }

  /** The same with this bound of waiting tasks. */
  public QueueSettings maxBacklog(long value) {
    return new QueueSettings(
        value,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        maxDelay,
        durability,
        target);
  }

  /** The same with this bound of tasks that run at once. */
  public QueueSettings maxConcurrency(long value) {
    return new QueueSettings(
        maxBacklog,
        value,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        maxDelay,
        durability,
        target);
  }

  /** The same with this rate of starts. */
  public QueueSettings rateLimit(RateLimit value) {
    return new QueueSettings(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        value,
        groups,
        ageEvery,
        maxDelay,
        durability,
        target);
  }

  /** The same with waiting tasks that gain one priority each time that this has passed. */
  public QueueSettings ageEvery(Duration value) {
    return new QueueSettings(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        value,
        maxDelay,
        durability,
        target);
  }

  /** The same with this longest time until a start that is known. */
  public QueueSettings maxDelay(Duration value) {
    return new QueueSettings(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        value,
        durability,
        target);
  }

  /** The same with this as what each enqueue of a caller waits for at least. */
  public QueueSettings durability(Durability value) {
    return new QueueSettings(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        maxDelay,
        value,
        target);
  }

  /** The same with this as where gateways send its tasks to. */
  public QueueSettings target(PushTarget value) {
    return new QueueSettings(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        groups,
        ageEvery,
        maxDelay,
        durability,
        value);
  }

  /** The same with these rules of its groups in place of those that it has. */
  public QueueSettings groups(Map<String, GroupRule> value) {
    return new QueueSettings(
        maxBacklog,
        maxConcurrency,
        retentionCount,
        retentionAge,
        rateLimit,
        value,
        ageEvery,
        maxDelay,
        durability,
        target);
  }

  private static void require(String pointer, @Nullable Duration value) {
    if (value != null && (value.toMillis() < 1 || value.compareTo(TaskOptions.LONGEST) > 0)) {
      throw new InvalidTaskException(
          pointer,
          name(pointer)
              + " must be at least 1 ms and at most "
              + TaskOptions.LONGEST
              + ", is "
              + value);
    }
  }

  private static void require(String pointer, @Nullable Long value, long least) {
    if (value != null && (value < least || value > MOST)) {
      throw new InvalidTaskException(
          pointer, name(pointer) + " must be between " + least + " and " + MOST + ", is " + value);
    }
  }

  private static String name(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }
}
