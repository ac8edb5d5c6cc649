package io.sluice.task.enqueue;

import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task carries besides type and payload. Written once with the task; what is not set means
 * the engine's default, so that a task which uses none of it costs no bytes.
 *
 * @param timeout the longest an attempt may run, or null for {@link #DEFAULT_TIMEOUT}
 * @param retry the retry policy, or null for {@link RetryPolicy#DEFAULT}
 * @param headers passed on to the handler, for trace context and the like
 * @param tags for people who look at the task
 * @param expiresIn how long after it was enqueued it may begin at the latest, or null for any time
 * @param retention how long it is kept once it has succeeded, zero for not at all, or null for as
 *     its queue keeps the others
 * @param priority 0 to 9, higher first, or null for {@link #DEFAULT_PRIORITY}
 * @param group the group, such as a tenant, that shares the queue fairly with the others, or null
 *     for none
 * @param cost how many tokens of the rates of its queue and its group each start takes, or null for
 *     {@link #DEFAULT_COST}
 */
public record TaskOptions(
    @Nullable Duration timeout,
    @Nullable RetryPolicy retry,
    Map<String, String> headers,
    List<String> tags,
    @Nullable Duration expiresIn,
    @Nullable Duration retention,
    @Nullable Integer priority,
    @Nullable String group,
    @Nullable Integer cost) {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
  public static final Duration MAX_TIMEOUT = Duration.ofDays(7);
  public static final int MAX_HEADERS = 32;
  public static final int MAX_HEADER_LENGTH = 1024;
  public static final int MAX_TAGS = 16;
  public static final int MAX_TAG_LENGTH = 100;

  /** Of a task that names none. */
  public static final int DEFAULT_PRIORITY = 4;

  public static final int MAX_PRIORITY = 9;

  /** The longest name of a group, in bytes of UTF-8. */
  public static final int MAX_GROUP_BYTES = 64;

  /** Of a task that names none. */
  public static final int DEFAULT_COST = 1;

  public static final int MAX_COST = 1_000_000;

  public static final TaskOptions NONE = new TaskOptions(null, null, Map.of(), List.of());

  /** The longest a task may wait for its start, and be kept. */
  public static final Duration LONGEST = Duration.ofDays(3650);

  /**
   * @throws InvalidTaskException with a pointer to the option that is out of range
   */
  public TaskOptions {
    if (timeout != null
        && (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0)) {
      throw new InvalidTaskException(
          "/timeout", "timeout must be more than 0 and at most " + MAX_TIMEOUT + ", is " + timeout);
    }
    headers = Map.copyOf(headers);
    tags = List.copyOf(tags);
    atMost(headers.size(), MAX_HEADERS, "/headers", "headers");
    atMost(tags.size(), MAX_TAGS, "/tags", "tags");
    headers.forEach(
        (name, value) ->
            atMost(
                name.length() + value.length(),
                MAX_HEADER_LENGTH,
                Texts.headerPointer(name),
                "characters of header " + Quoted.of(name)));
    tags.forEach(tag -> atMost(tag.length(), MAX_TAG_LENGTH, "/tags", "characters of a tag"));
    if (expiresIn != null && (expiresIn.toMillis() < 1 || expiresIn.compareTo(LONGEST) > 0)) {
      throw new InvalidTaskException(
          "/expiresIn",
          "expiresIn must be at least 1 ms and at most " + LONGEST + ", is " + expiresIn);
    }
    if (retention != null && (retention.isNegative() || retention.compareTo(LONGEST) > 0)) {
      throw new InvalidTaskException(
          "/retention", "retention must be 0 to " + LONGEST + ", is " + retention);
    }
    if (priority != null) {
      requirePriority(priority);
    }
    if (group != null) {
      Texts.requireGroup("/group", group);
    }
    if (cost != null && (cost < 1 || cost > MAX_COST)) {
      throw new InvalidTaskException("/cost", "cost must be 1 to " + MAX_COST + ", is " + cost);
    }
  }

  /**
   * @throws InvalidTaskException when it is not 0 to 9
   */
  public static void requirePriority(int priority) {
    if (priority < 0 || priority > MAX_PRIORITY) {
      throw new InvalidTaskException(
          "/priority", "priority must be 0 to " + MAX_PRIORITY + ", is " + priority);
    }
  }

  /** Without a time to begin before and without a retention of its own. */
  public TaskOptions(
      @Nullable Duration timeout,
      @Nullable RetryPolicy retry,
      Map<String, String> headers,
      List<String> tags) {
    this(timeout, retry, headers, tags, null, null, null, null, null);
  }

  /** Without a priority, a group and a cost. */
  public TaskOptions(
      @Nullable Duration timeout,
      @Nullable RetryPolicy retry,
      Map<String, String> headers,
      List<String> tags,
      @Nullable Duration expiresIn,
      @Nullable Duration retention) {
    this(timeout, retry, headers, tags, expiresIn, retention, null, null, null);
  }

  /** The priority in force. */
  public int priorityOrDefault() {
    return priority == null ? DEFAULT_PRIORITY : priority;
  }

  /** Whether the task waits in a lane of its own order, by its priority or its group. */
  public boolean laned() {
    return group != null || priorityOrDefault() != DEFAULT_PRIORITY;
  }

  /** The cost in force. */
  public int costOrDefault() {
    return cost == null ? DEFAULT_COST : cost;
  }

  /** The policy in force. */
  public RetryPolicy retryOrDefault() {
    return retry == null ? RetryPolicy.DEFAULT : retry;
  }

  /** The attempt timeout in force. */
  public Duration timeoutOrDefault() {
    return timeout == null ? DEFAULT_TIMEOUT : timeout;
  }

  TaskOptions timeout(Duration value) {
    return new TaskOptions(
        value, retry, headers, tags, expiresIn, retention, priority, group, cost);
  }

  TaskOptions retry(RetryPolicy value) {
    return new TaskOptions(
        timeout, value, headers, tags, expiresIn, retention, priority, group, cost);
  }

  TaskOptions headers(Map<String, String> value) {
    return new TaskOptions(
        timeout, retry, value, tags, expiresIn, retention, priority, group, cost);
  }

  TaskOptions tags(List<String> value) {
    return new TaskOptions(
        timeout, retry, headers, value, expiresIn, retention, priority, group, cost);
  }

  TaskOptions expiresIn(Duration value) {
    return new TaskOptions(timeout, retry, headers, tags, value, retention, priority, group, cost);
  }

  TaskOptions retention(Duration value) {
    return new TaskOptions(timeout, retry, headers, tags, expiresIn, value, priority, group, cost);
  }

  TaskOptions priority(int value) {
    return new TaskOptions(timeout, retry, headers, tags, expiresIn, retention, value, group, cost);
  }

  TaskOptions group(String value) {
    return new TaskOptions(
        timeout, retry, headers, tags, expiresIn, retention, priority, value, cost);
  }

  TaskOptions cost(int value) {
    return new TaskOptions(
        timeout, retry, headers, tags, expiresIn, retention, priority, group, value);
  }

  /** The same with these headers in place of its own. */
  public TaskOptions withHeaders(Map<String, String> value) {
    return headers(value);
  }

  /** The same with the place among others that the store keeps of it. */
  public TaskOptions placed(@Nullable Integer itsPriority, @Nullable String itsGroup) {
    return new TaskOptions(
        timeout, retry, headers, tags, expiresIn, retention, itsPriority, itsGroup, cost);
  }

  private static void atMost(int actual, int limit, String pointer, String what) {
    if (actual > limit) {
      throw new InvalidTaskException(
          pointer, "at most " + limit + " " + what + " are allowed, there are " + actual);
    }
  }
}
