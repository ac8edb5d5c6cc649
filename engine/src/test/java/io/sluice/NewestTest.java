package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Debounce and keep-last, from the Java API to the handler. */
class NewestTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final int CALLS = 1000;
  private static final Duration BURST = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final int AT_ONCE = 16;

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @Test
  void aThousandCallsWithinTwoSecondsGiveOneRunOfTheNewest() {
    sluice.worker(queue).concurrency(8).handle(ECHO, this::run).start();
    Unique debounced = Unique.debounce("index:7", QUIET, null);
    long start = System.nanoTime();

    Flux.interval(BURST.dividedBy(CALLS))
        .onBackpressureBuffer(CALLS)
        .take(CALLS)
        .concatMap(i -> sluice.enqueue(queue, ECHO.with("call " + i).unique(debounced)))
        .blockLast(SOON);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Eventually.eventually(() -> !ran.isEmpty());
    Eventually.eventually(() -> view().totals().succeeded() > 0);

    System.out.println("debounce: " + CALLS + " calls in " + took + " gave " + ran);
    assertThat(ran).containsExactly("call " + (CALLS - 1));
    assertThat(view().totals().accepted()).isEqualTo(CALLS);
    assertThat(view().totals().cancelled()).isEqualTo(CALLS - 1);
    assertThat(view().totals().succeeded()).isEqualTo(1);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void whileOneRunsAThousandNewerOnesLeaveOneWaitingAndTheNewestRunsLast() {
    AtomicInteger inHand = new AtomicInteger();
    AtomicInteger mostInHand = new AtomicInteger();
    Sinks.One<String> end = Sinks.one();
    sluice
        .worker(queue)
        .concurrency(8)
        .handle(
            ECHO,
            task -> {
              mostInHand.accumulateAndGet(inHand.incrementAndGet(), Math::max);
              Mono<String> work = task.payload().equals("first") ? end.asMono() : run(task);
              return work.doOnTerminate(inHand::decrementAndGet);
            })
        .start();
    String first = enqueue("first");
    ENGINE.becomes(queue, first, TaskState.RUNNING);
    Queue<QueueView.Counts> seen = new ConcurrentLinkedQueue<>();

    Mono<Void> looks =
        Flux.range(0, CALLS)
            .concatMap(i -> ENGINE.stats(queue))
            .doOnNext(view -> seen.add(view.counts()))
            .then();
    Mono<Void> calls =
        Flux.range(0, CALLS)
            .flatMapSequential(i -> sluice.enqueue(queue, keptLast("newer " + i)), AT_ONCE)
            .then();
    Mono.when(looks, calls).block(SOON);
    String last = enqueue("last");

    assertThat(view().counts().running()).isEqualTo(1);
    assertThat(view().counts().scheduled()).isEqualTo(1);
    assertThat(seen)
        .allSatisfy(
            counts -> {
              assertThat(counts.running()).isEqualTo(1);
              assertThat(counts.scheduled() + counts.ready() + counts.retrying())
                  .isLessThanOrEqualTo(1);
            });
    assertThat(ran).isEmpty();
    end.tryEmitValue("done").orThrow();
    ENGINE.becomes(queue, last, TaskState.SUCCEEDED);

    assertThat(ran).containsExactly("last");
    assertThat(mostInHand).hasValue(1);
    assertThat(view().totals().succeeded()).isEqualTo(2);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void atEveryInstantOneRunsAndOneWaitsWhileRunsComeAndGo() {
    AtomicInteger inHand = new AtomicInteger();
    AtomicInteger mostInHand = new AtomicInteger();
    sluice
        .worker(queue)
        .concurrency(8)
        .handle(
            ECHO,
            task -> {
              mostInHand.accumulateAndGet(inHand.incrementAndGet(), Math::max);
              ran.add(task.payload());
              return Mono.delay(Duration.ofMillis(5))
                  .then(outcomeOf(task.payload()))
                  .doOnTerminate(inHand::decrementAndGet);
            })
        .start();
    Queue<QueueView.Counts> seen = new ConcurrentLinkedQueue<>();

    Mono<Void> looks =
        Flux.range(0, CALLS)
            .concatMap(i -> ENGINE.stats(queue))
            .doOnNext(view -> seen.add(view.counts()))
            .then();
    Mono<Void> calls =
        Flux.range(0, CALLS).concatMap(i -> sluice.enqueue(queue, keptLast("" + i))).then();
    Mono.when(looks, calls).block(SOON);
    String last = enqueue("last");
    ENGINE.becomes(queue, last, TaskState.SUCCEEDED);

    assertThat(seen)
        .allSatisfy(
            counts -> {
              assertThat(counts.running()).isLessThanOrEqualTo(1);
              assertThat(counts.scheduled() + counts.ready() + counts.retrying())
                  .isLessThanOrEqualTo(1);
            });
    assertThat(mostInHand).hasValue(1);
    assertThat(ran.size()).isBetween(2, CALLS + 1);
    assertThat(ran.stream().reduce((before, next) -> next)).contains("last");
    assertThat(view().totals().accepted()).isEqualTo(CALLS + 1);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, , /unique/debounce",
    "PT-1S, , /unique/debounce",
    "P3651D, , /unique/debounce",
    "PT5S, PT4.999S, /unique/maxWait",
    "PT5S, P3651D, /unique/maxWait",
    "PT5S, PT0S, /unique/maxWait"
  })
  void timesOutOfRangeAreRefused(Duration quiet, @Nullable Duration maxWait, String pointer) {
    assertThatThrownBy(() -> Unique.debounce("k", quiet, maxWait))
        .isInstanceOfSatisfying(
            InvalidTaskException.class, error -> assertThat(error.pointer()).isEqualTo(pointer));
  }

  @Test
  void whatExcludesADebounceIsNamed() {
    Unique debounced = Unique.debounce("k", QUIET, null);
    NewTask<String, String> task = ECHO.with("x");

    assertRefused("/delay", () -> task.unique(debounced).delay(QUIET));
    assertRefused("/delay", () -> task.delay(QUIET).unique(debounced));
    assertRefused("/runAt", () -> task.unique(debounced).runAt(Instant.EPOCH));
    assertRefused("/runAt", () -> task.runAt(Instant.EPOCH).unique(debounced));
    assertRefused("/unique/for", () -> new Unique("k", QUIET, OnConflict.KEEP_LAST));
    assertRefused(
        "/unique/onConflict",
        () -> new Unique("k", null, OnConflict.REPLACE, debounced.debounce()));
    assertThat(task.unique(debounced).delay(Duration.ZERO).unique()).isEqualTo(debounced);
  }

  private static void assertRefused(
      String pointer, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidTaskException.class, error -> assertThat(error.pointer()).isEqualTo(pointer));
  }

  /** Some runs fail, and would be tried again. */
  private static Mono<String> outcomeOf(String payload) {
    return payload.endsWith("7")
        ? Mono.error(new IllegalStateException("fails"))
        : Mono.just(payload);
  }

  private static NewTask<String, String> keptLast(String payload) {
    return ECHO.with(payload).unique(Unique.keepLast("index:7"));
  }

  private Mono<String> run(TaskContext<String> task) {
    ran.add(task.payload());
    return Mono.just(task.payload());
  }

  private String enqueue(String payload) {
    return sluice.enqueue(queue, keptLast(payload)).block(SOON).id().value();
  }

  private QueueView view() {
    return ENGINE.stats(queue).block(SOON);
  }
}
