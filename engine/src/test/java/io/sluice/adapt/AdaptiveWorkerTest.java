package io.sluice.adapt;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.WorkerBuilder;
import io.sluice.event.EngineEvent.ConcurrencyAdapted;
import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import io.sluice.task.BuryTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.SnoozeTaskException;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.TaskContext;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A worker chooses its concurrency between two bounds. */
class AdaptiveWorkerTest {
  private static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final int MIN = 2;
  private static final int MAX = 32;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();

  @Test
  void theWorkerRunsMoreWhileItsHandlerIsFastAndFewerWhenItBecomesSlower() {
    AtomicBoolean crowded = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    Worker worker =
        sluice
            .worker(queue)
            .adaptive(MIN, MAX)
            .handle(ECHO, task -> over.get() ? Mono.just("ok") : slow(crowded.get()))
            .start();
    int tasks = 3_000;
    enqueue(tasks);

    decided(change -> change.reason() == Reason.LATENCY && change.to() >= 8);
    crowded.set(true);
    decided(change -> change.reason() == Reason.LATENCY && change.to() < change.from());
    assertThat(worker.concurrency()).isBetween(MIN, MAX - 1);
    over.set(true);

    Eventually.eventually(WITHIN, ENGINE.stats(queue), view -> view.totals().succeeded() == tasks);
    worker.stop(SOON).block(SOON);
    List<ConcurrencyAdapted> changes = changes();
    assertThat(changes.get(0)).isEqualTo(change(0, MIN, Reason.START));
    assertThat(changes)
        .filteredOn(change -> change.reason() != Reason.STOP)
        .allSatisfy(change -> assertThat(change.to()).isBetween(MIN, MAX));
    int highest = changes.stream().mapToInt(ConcurrencyAdapted::to).max().orElseThrow();
    assertThat(mostRunning.get()).isBetween(MIN, highest);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
    assertThat(ENGINE.stats(queue).block(SOON).totals().released()).isZero();
  }

  @Test
  void failedAttemptsLowerTheConcurrencyAndSnoozedOnesDoNot() {
    AtomicBoolean fails = new AtomicBoolean();
    AtomicBoolean snoozes = new AtomicBoolean();
    Worker worker =
        sluice
            .worker(queue)
            .adaptive(MIN, MAX)
            .handle(
                ECHO,
                task -> {
                  if (fails.get()) {
                    return Mono.error(new BuryTaskException("no"));
                  }
                  return snoozes.get()
                      ? Mono.error(new SnoozeTaskException(Duration.ofMinutes(1)))
                      : slow(false);
                })
            .start();
    enqueue(4_000);
    decided(change -> change.to() >= 5);

    snoozes.set(true);
    Eventually.eventually(WITHIN, ENGINE.stats(queue), view -> view.counts().scheduled() >= 1_000);
    snoozes.set(false);
    assertThat(changes()).noneMatch(change -> change.reason() == Reason.ERRORS);
    fails.set(true);

    decided(change -> change.reason() == Reason.ERRORS && change.to() == MIN);
    worker.stop(SOON).block(SOON);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void theUpperBoundCanBeChangedWhileTheWorkerRuns() {
    Worker worker =
        sluice.worker(queue).adaptive(MIN, MAX).handle(ECHO, task -> slow(false)).start();
    assertThat(worker.concurrency()).isEqualTo(MIN);
    enqueue(1_000);
    decided(change -> change.to() >= 5);

    worker.concurrency(3).block(SOON);

    assertThat(worker.concurrency()).isEqualTo(3);
    decided(change -> change.reason() == Reason.SET && change.to() == 3);
    assertThatThrownBy(() -> worker.concurrency(MIN - 1).block(SOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency of this adaptive worker must be at least its minimum of 2, is 1");
    worker.stop(SOON).block(SOON);
    decided(change -> change.reason() == Reason.STOP && change.to() == 0);
    assertThat(changes()).filteredOn(change -> change.reason() == Reason.STOP).hasSize(1);
  }

  @Test
  void boundsOutOfRangeAreRefusedByName() {
    WorkerBuilder builder = sluice.worker(queue);

    assertThatThrownBy(() -> builder.adaptive(0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("min of adaptive must be at least 1, is 0");
    assertThatThrownBy(() -> builder.adaptive(6, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("min of adaptive must be at most its max of 5, is 6");
    assertThatThrownBy(() -> builder.adaptive(1, 100_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max of adaptive must be at most 100000, is 100001");
  }

  @Test
  void aBatchMustFitIntoTheLowestConcurrency() {
    WorkerBuilder builder =
        sluice
            .worker(queue)
            .adaptive(4, 64)
            .handleBatch(ECHO, 5, Duration.ofMillis(10), AdaptiveWorkerTest::all);

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batches of echo are of up to 5 tasks")
        .hasMessageContaining("concurrency of 4");
  }

  @Test
  void aFixedConcurrencyIsNeverAdapted() {
    Worker worker = sluice.worker(queue).concurrency(8).handle(ECHO, task -> slow(true)).start();
    enqueue(200);

    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 200);

    worker.stop(SOON).block(SOON);
    assertThat(changes()).isEmpty();
  }

  private static Flux<BatchOutcome<String>> all(List<TaskContext<String>> tasks) {
    return Flux.fromIterable(tasks).map(task -> BatchOutcome.succeed(task, "ok"));
  }

  /** With a crowd it takes as much longer as more run. */
  private Mono<String> slow(boolean crowded) {
    return Mono.defer(
            () -> {
              int now = running.incrementAndGet();
              mostRunning.accumulateAndGet(now, Math::max);
              return Mono.delay(Duration.ofMillis(crowded ? 20L * (1 + now) : 20)).thenReturn("ok");
            })
        .doOnSuccess(end -> running.decrementAndGet()); // before its slot can be another's
  }

  private void enqueue(int count) {
    sluice
        .enqueueAll(queue, Flux.range(0, count).map(i -> ECHO.with("x").correlate(i)))
        .blockLast(WITHIN);
  }

  private List<ConcurrencyAdapted> changes() {
    return ENGINE.events(ConcurrencyAdapted.class).stream()
        .filter(change -> change.queue().value().equals(queue))
        .toList();
  }

  private void decided(Predicate<ConcurrencyAdapted> wanted) {
    Eventually.eventually(
        WITHIN, Mono.fromSupplier(this::changes), all -> all.stream().anyMatch(wanted));
  }

  private ConcurrencyAdapted change(int from, int to, Reason reason) {
    return new ConcurrencyAdapted(QueueName.of(queue), from, to, reason);
  }
}
