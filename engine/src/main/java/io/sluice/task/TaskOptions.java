package io.sluice.task;

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
 */
public record TaskOptions(
    @Nullable Duration timeout,
    @Nullable RetryPolicy retry,
    Map<String, String> headers,
    List<String> tags) {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
  public static final Duration MAX_TIMEOUT = Duration.ofDays(7);
  public static final int MAX_HEADERS = 32;
  public static final int MAX_HEADER_LENGTH = 1024;
  public static final int MAX_TAGS = 16;
  public static final int MAX_TAG_LENGTH = 100;

  public static final TaskOptions NONE = new TaskOptions(null, null, Map.of(), List.of());

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
                "/headers/" + name.replace("~", "~0").replace("/", "~1"),
                "characters of header " + Quoted.of(name)));
    tags.forEach(tag -> atMost(tag.length(), MAX_TAG_LENGTH, "/tags", "characters of a tag"));
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
    return new TaskOptions(value, retry, headers, tags);
  }

  TaskOptions retry(RetryPolicy value) {
    return new TaskOptions(timeout, value, headers, tags);
  }

  TaskOptions headers(Map<String, String> value) {
    return new TaskOptions(timeout, retry, value, tags);
  }

  TaskOptions tags(List<String> value) {
    return new TaskOptions(timeout, retry, headers, value);
  }

  private static void atMost(int actual, int limit, String pointer, String what) {
    if (actual > limit) {
      throw new InvalidTaskException(
          pointer, "at most " + limit + " " + what + " are allowed, there are " + actual);
    }
  }
}
