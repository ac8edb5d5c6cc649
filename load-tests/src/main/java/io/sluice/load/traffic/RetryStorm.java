package io.sluice.load.traffic;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Stage;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/** A share of the tasks fails some times before it succeeds. All must end, no failure too many. */
public final class RetryStorm implements Traffic {
  /** The engine refuses no number; a run must end. */
  static final int MOST_FAILURES = 20;

  private final double share;
  private final int times;
  private final Duration backoff;
  private final Duration handler;
  private final Latencies failed = new Latencies();
  private final LongAdder failing = new LongAdder();

  /**
   * @param share of tasks that fail, more than 0, at most 1
   * @param times that each of them does
   * @param backoff between its attempts
   */
  public RetryStorm(double share, int times, Duration backoff, Duration handler) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "--fail-share must be more than 0 and at most 1, is " + share);
    }
    if (times < 1 || times > MOST_FAILURES) {
      throw new IllegalArgumentException(
          "--fail-times must be 1 to " + MOST_FAILURES + ", is " + times);
    }
    if (backoff.toMillis() < 1) {
      throw new IllegalArgumentException("--backoff must be at least 1ms, is " + backoff);
    }
    this.share = share;
    this.times = times;
    this.backoff = Pause.checked("--backoff", backoff);
    this.handler = handler;
  }

  @Override
  public String name() {
    return "retry-storm";
  }

  @Override
  public NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    return plain.retry(RetryPolicy.fixed(times + 1, backoff));
  }

  /** Spread evenly, so that their number is known. */
  @Override
  public int failures(int sequence) {
    return Math.floor((sequence + 1L) * share) > Math.floor(sequence * share) ? times : 0;
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return Pause.of(handler);
  }

  @Override
  public void accepted(Journey way, int sequence) {
    if (failures(sequence) > 0) {
      failing.increment();
    }
  }

  @Override
  public void ended(Journey way, int sequence, long now) {
    if (way.measured() && failures(sequence) > 0) {
      failed.record(Stage.E2E, now - way.dueAt(sequence));
    }
  }

  @Override
  public Map<String, ?> figures(Course course) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("failing", failing.sum());
    figures.put("failuresEach", times);
    figures.put("backoffMs", backoff.toMillis());
    figures.put("expectedRetries", expected());
    figures.put("retried", retried(course));
    figures.put("e2eMsOfFailing", Told.latency(failed, Stage.E2E));
    return Map.of("retryStorm", figures);
  }

  @Override
  public List<String> problems(Course course) {
    long retried = retried(course);
    return !course.plain() || retried == expected()
        ? List.of()
        : List.of("tasks were retried " + retried + " times, must be " + expected());
  }

  private long expected() {
    return failing.sum() * times;
  }

  private static long retried(Course course) {
    return course.queues().stream().mapToLong(queue -> queue.totals().retried()).sum();
  }
}
