package io.sluice.gateway.demo;

import io.sluice.Sluice;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The measured run: enqueues over HTTP, waits until all have succeeded, reads the ledger. The queue
 * must be fresh, since the ledger counts from its beginning.
 */
public final class DemoRun {
  /** Without a task finished for so long, the run has failed. */
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration LOOK_PERIOD = Duration.ofMillis(100);
  private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;
  private static final long SAMPLES = 1_000;
  private static final int SAMPLES_AT_ONCE = 32;

  private final Sluice sluice;
  private final long tasks;
  private final LongConsumer progress;
  private final Histogram enqueueMicros = new ConcurrentHistogram(MAX_LATENCY_MICROS, DIGITS);
  private final Histogram endToEndMillis = new ConcurrentHistogram(MAX_LATENCY_MICROS, DIGITS);

  /**
   * @param progress is told how many tasks have succeeded
   */
  public DemoRun(Sluice sluice, long tasks, LongConsumer progress) {
    this.sluice = sluice;
    this.tasks = tasks;
    this.progress = progress;
  }

  /** Cold; runs once. */
  public Mono<DemoResult> run(String url) {
    return Mono.using(() -> new DemoClient(url), this::run);
  }

  private Mono<DemoResult> run(DemoClient client) {
    long started = System.nanoTime();
    Mono<Duration> enqueued =
        numbers(1)
            .flatMap(i -> enqueue(client, i), DemoClient.CONCURRENCY, 1)
            .then(Mono.fromSupplier(() -> since(started)));
    Mono<Duration> succeeded = succeeded().then(Mono.fromSupplier(() -> since(started)));
    return Mono.zip(enqueued, succeeded).flatMap(times -> result(times.getT1(), times.getT2()));
  }

  private Mono<Void> enqueue(DemoClient client, long i) {
    return Mono.defer(
        () -> {
          long sent = System.nanoTime();
          byte[] payload = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
          return client
              .enqueue(id(i), DemoTypes.ECHO.name(), payload)
              .doOnSuccess(accepted -> record(since(sent)));
        });
  }

  /** Completes when as many tasks have succeeded as were to be enqueued. */
  private Mono<Void> succeeded() {
    return Flux.interval(LOOK_PERIOD)
        .onBackpressureDrop()
        .concatMap(tick -> sluice.queues().find(DemoTypes.QUEUE), 1)
        .map(QueueView::totals)
        .map(QueueView.Totals::succeeded)
        .distinctUntilChanged()
        .timeout(STALL_TIMEOUT)
        .doOnNext(progress::accept)
        .takeUntil(done -> done >= tasks)
        .then();
  }

  private Mono<DemoResult> result(Duration enqueueTime, Duration totalTime) {
    Mono<Ledger> ledger = sluice.queues().audit(DemoTypes.QUEUE);
    return sample()
        .then(ledger)
        .map(
            found ->
                new DemoResult(
                    tasks, enqueueTime, totalTime, enqueueMicros, endToEndMillis, found));
  }

  /** Looks at some of the tasks; those past their retention cannot be looked at any more. */
  private Mono<Void> sample() {
    long stride = Math.max(1, tasks / SAMPLES);
    return numbers(stride).flatMap(i -> endToEnd(id(i)), SAMPLES_AT_ONCE, 1).then();
  }

  private Mono<TaskView> endToEnd(String id) {
    return sluice
        .tasks()
        .find(DemoTypes.QUEUE, id)
        .doOnNext(
            task -> {
              if (task.finishedAt() != null) {
                // The engine carries the time of Redis on between two looks at it, so a creation
                // can be dated some milliseconds late; that is no negative latency.
                Duration took = Duration.between(task.createdAt(), task.finishedAt());
                endToEndMillis.recordValue(Math.max(0, took.toMillis()));
              }
            })
        .onErrorComplete(UnknownTaskException.class);
  }

  /** Every so-manieth number of a task. */
  private Flux<Long> numbers(long stride) {
    return Flux.<Long, Long>generate(
            () -> 0L,
            (i, sink) -> {
              sink.next(i);
              return i + stride;
            })
        .takeWhile(i -> i < tasks);
  }

  private void record(Duration latency) {
    enqueueMicros.recordValue(Math.min(latency.toNanos() / 1_000, MAX_LATENCY_MICROS));
  }

  private static String id(long i) {
    return "run-" + i;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
