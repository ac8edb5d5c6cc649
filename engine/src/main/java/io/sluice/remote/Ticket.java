package io.sluice.remote;

import io.sluice.store.ClaimedTask;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.RetryPolicy.Backoff;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a remote worker gets as a token: the token of the claim, and what it takes to settle the
 * task without looking it up. To make one up gains nothing: only the token of the claim is
 * believed.
 *
 * <pre>
 *   { partition / }? token ~ failures ~ crashes ~ first failure in ms or nothing ~ retention in ms or nothing ~ policy or nothing
 *   { ~ then }?
 * </pre>
 *
 * The partition is that of a queue that has several, in base 36; none is the first.
 *
 * @param failures attempts that failed before
 * @param crashes deliveries that ended with the death of the worker
 * @param isFollowed whether the task was enqueued with follow-ups
 */
record Ticket(
    String token,
    int failures,
    int crashes,
    @Nullable Instant firstFailedAt,
    @Nullable Duration retention,
    RetryPolicy policy,
    boolean isFollowed) {
  private static final String BETWEEN = "~";
  private static final String AFTER_PARTITION = "/";
  private static final Pattern OF_PARTITION = Pattern.compile("([0-9a-z]{1,2})/.*");
  private static final int DIGITS = 36;
  private static final String WITHIN = ",";
  private static final String THEN = "then";
  private static final int PARTS = 6;
  private static final int POLICY_PARTS = 6;
  private static final String TOKEN = "[0-9a-z]{1,40}:\\d{1,18}:\\d{1,18}";

  static Ticket of(ClaimedTask claimed) {
    TaskOptions options = claimed.task().options();
    return new Ticket(
        claimed.token(),
        claimed.failures(),
        claimed.crashes(),
        claimed.firstFailedAt(),
        options.retention(),
        options.retryOrDefault(),
        !claimed.task().flow().next().isEmpty());
  }

  /** Empty for what is no ticket. */
  static Optional<Ticket> parse(String text) {
    int from = partitionOf(text) == 0 ? 0 : text.indexOf(AFTER_PARTITION) + 1;
    String[] parts = text.substring(from).split(BETWEEN, -1);
    boolean isFollowed = parts.length == PARTS + 1 && parts[PARTS].equals(THEN);
    if ((!isFollowed && parts.length != PARTS) || !parts[0].matches(TOKEN)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Ticket(
              parts[0],
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              parts[3].isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(parts[3])),
              parts[4].isEmpty() ? null : millis(parts[4]),
              parts[5].isEmpty() ? RetryPolicy.DEFAULT : policyOf(parts[5]),
              isFollowed));
    } catch (RuntimeException notOurs) {
      return Optional.empty();
    }
  }

  /** The partition in which a task with this ticket was claimed; of no ticket the first. */
  static int partitionOf(String text) {
    Matcher of = OF_PARTITION.matcher(text);
    int partition = of.matches() ? Integer.parseInt(of.group(1), DIGITS) : 0;
    return partition < QueueName.MOST_PARTITIONS ? partition : 0;
  }

  /** Of a task that was claimed in this partition. */
  String text(QueueName partition) {
    int number = partition.number();
    return number == 0 ? text() : Integer.toString(number, DIGITS) + AFTER_PARTITION + text();
  }

  private String text() {
    String text =
        String.join(
            BETWEEN,
            token,
            String.valueOf(failures),
            String.valueOf(crashes),
            firstFailedAt == null ? "" : String.valueOf(firstFailedAt.toEpochMilli()),
            retention == null ? "" : String.valueOf(retention.toMillis()),
            policy.equals(RetryPolicy.DEFAULT) ? "" : text(policy));
    return isFollowed ? text + BETWEEN + THEN : text;
  }

  String session() {
    return token.substring(0, token.indexOf(':'));
  }

  Instant startedAt() {
    return Instant.ofEpochMilli(Long.parseLong(token.substring(token.lastIndexOf(':') + 1)));
  }

  /** What the store is told of a run that ended so. */
  Outcome outcome(Report.Ended ended, Instant now, RandomGenerator random) {
    if (ended instanceof Report.Ended.Succeeded done) {
      return new Outcome.Succeed(done.result());
    }
    if (ended instanceof Report.Ended.Failed failed) {
      Duration sinceFirst =
          firstFailedAt == null ? Duration.ZERO : Duration.between(firstFailedAt, now);
      Duration wait = failed.delay();
      return policy.after(
          failures + 1,
          sinceFirst,
          wait == null ? policy.delayAfter(failures + 1, random) : wait,
          failed.failure());
    }
    if (ended instanceof Report.Ended.Hopeless hopeless) {
      return new Outcome.Bury(hopeless.failure());
    }
    if (ended instanceof Report.Ended.Throttled throttled) {
      return new Outcome.Throttle(throttled.time());
    }
    return ended instanceof Report.Ended.PutOff off
        ? new Outcome.Snooze(off.delay())
        : Outcome.RELEASE;
  }

  private static String text(RetryPolicy policy) {
    Duration total = policy.total();
    return String.join(
        WITHIN,
        String.valueOf(policy.maxAttempts()),
        policy.backoff().name(),
        String.valueOf(policy.initial().toMillis()),
        String.valueOf(policy.max().toMillis()),
        String.valueOf(policy.jitter()),
        total == null ? "" : String.valueOf(total.toMillis()));
  }

  private static RetryPolicy policyOf(String text) {
    String[] parts = text.split(WITHIN, -1);
    if (parts.length != POLICY_PARTS) {
      throw new IllegalArgumentException("a policy has " + POLICY_PARTS + " parts");
    }
    return new RetryPolicy(
        Integer.parseInt(parts[0]),
        Backoff.valueOf(parts[1]),
        millis(parts[2]),
        millis(parts[3]),
        Double.parseDouble(parts[4]),
        parts[5].isEmpty() ? null : millis(parts[5]));
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
