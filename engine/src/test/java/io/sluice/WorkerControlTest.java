package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A worker is told while it runs: more, fewer, nothing more, go on. */
class WorkerControlTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final AtomicInteger begun = new AtomicInteger();
  private final Queue<Sinks.Empty<String>> running = new ConcurrentLinkedQueue<>();
  private Worker worker;

  @AfterEach
  void stop() {
    worker.stop(Duration.ZERO).block(SOON);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void moreSlotsAreFilledAtOnce() {
    start(2);
    enqueue(10);
    Eventually.eventually(() -> begun.get() == 2);

    worker.concurrency(5).block(SOON);

    Eventually.eventually(() -> begun.get() == 5);
    assertThat(worker.concurrency()).isEqualTo(5);
    assertThat(worker.running()).isEqualTo(5);
    assertThat(stats().counts().ready()).isEqualTo(5);
  }

  @Test
  void fewerSlotsLetWhatRunsEndAndClaimNothingUntilItIsFewer() {
    start(6);
    enqueue(20);
    Eventually.eventually(() -> begun.get() == 6);

    worker.concurrency(2).block(SOON);
    end(4);
    Eventually.eventually(() -> worker.running() == 2);
    assertThat(stats().counts().ready()).isEqualTo(14);
    end(1);

    Eventually.eventually(() -> begun.get() == 7);
    assertThat(worker.running()).isEqualTo(2);
    assertThat(stats().counts().ready()).isEqualTo(13);
    assertThat(stats().totals().released()).isZero();
  }

  @Test
  void theNumberMayChangeAgainAndAgainWhileWorkFlows() {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    worker =
        sluice
            .worker(queue)
            .concurrency(1)
            .handle(
                ECHO,
                task ->
                    Mono.defer(
                        () -> {
                          most.accumulateAndGet(now.incrementAndGet(), Math::max);
                          return Mono.delay(Duration.ofMillis(1))
                              .doOnTerminate(now::decrementAndGet)
                              .then(Mono.<String>empty());
                        }))
            .start();
    enqueue(2_000);

    Flux.range(0, 200).concatMap(i -> worker.concurrency(1 + i * 7 % 20)).then().block(SOON);
    worker.concurrency(20).block(SOON);

    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 2_000);
    assertThat(most.get()).isBetween(1, 20);
    Eventually.eventually(() -> worker.running() == 0);
  }

  @Test
  void aNumberOutOfBoundsIsAnErrorAndChangesNothing() {
    start(3);

    for (int bad : new int[] {-1, 0, WorkerBuilder.MAX_CONCURRENCY + 1}) {
      assertThatThrownBy(() -> worker.concurrency(bad).block(SOON))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is " + bad);
    }

    assertThat(worker.concurrency()).isEqualTo(3);
  }

  @Test
  void aWorkerThatBecomesFullByHavingFewerSlotsLeavesWhatArrivesToOthers() {
    start(2);
    enqueue(1);
    Eventually.eventually(() -> begun.get() == 1);
    Eventually.eventually(() -> ENGINE.tampering().blocked() == 1);

    worker.concurrency(1).block(SOON);
    assertThat(ENGINE.tampering().blocked()).isZero();
    enqueue(3);

    assertThat(ENGINE.tampering().landed(queue)).isZero();
    assertThat(begun).hasValue(1);
    end(1);
    Eventually.eventually(() -> begun.get() == 2);
  }

  @Test
  void aQuietWorkerGoesOnWithWhatItHasAndStartsNothing() {
    start(2);
    enqueue(5);
    Eventually.eventually(() -> begun.get() == 2);

    worker.quiet().block(SOON);
    end(2);

    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 2);
    Eventually.eventually(() -> worker.running() == 0);
    assertThat(begun).hasValue(2);
    assertThat(stats().counts().ready()).isEqualTo(3);
    assertThat(stats().workers()).isEqualTo(1);
    assertThat(sluice.health().block(SOON).ready()).isTrue();
  }

  @Test
  void nothingComesToLandingAtAnIdleWorkerThatIsQuiet() {
    start(4);
    Eventually.eventually(() -> ENGINE.tampering().blocked() == 1);

    worker.quiet().block(SOON);
    assertThat(ENGINE.tampering().blocked()).isZero();
    enqueue(20);

    assertThat(ENGINE.tampering().landed(queue)).isZero();
    assertThat(stats().counts().ready()).isEqualTo(20);
    assertThat(stats().totals().released()).isZero();
    assertThat(begun).hasValue(0);
  }

  @Test
  void aWorkerThatIsToGoOnTakesUpWhatWaits() {
    start(4);
    worker.quiet().block(SOON);
    worker.quiet().block(SOON);
    enqueue(3);

    worker.resume().block(SOON);
    worker.resume().block(SOON);

    Eventually.eventually(() -> begun.get() == 3);
    enqueue(1);
    Eventually.eventually(() -> begun.get() == 4);
  }

  @Test
  void whatIsNotSubscribedToChangesNothing() {
    start(2);
    Mono<Void> quiet = worker.quiet();
    Mono<Void> more = worker.concurrency(5);
    enqueue(3);

    Eventually.eventually(() -> begun.get() == 2);
    assertThat(worker.concurrency()).isEqualTo(2);
    more.block(SOON);
    quiet.block(SOON);
    assertThat(worker.concurrency()).isEqualTo(5);
  }

  @Test
  void aQuietWorkerStops() {
    start(2);
    enqueue(3);
    Eventually.eventually(() -> begun.get() == 2);
    worker.quiet().block(SOON);

    worker.stop(Duration.ofMillis(50)).block(SOON);

    assertThat(stats().counts().ready()).isEqualTo(3);
    assertThat(stats().workers()).isZero();
  }

  @Test
  void quietAndOnAgainManyTimesLosesNothingAndRunsEachTaskOnce() {
    Set<String> ran = ConcurrentHashMap.newKeySet();
    AtomicInteger runs = new AtomicInteger();
    worker =
        sluice.worker(queue).concurrency(4).handle(ECHO, task -> once(task, ran, runs)).start();
    Mono<Void> flapping =
        Mono.defer(() -> worker.quiet().then(worker.resume())).repeat(60).then().cache();
    flapping.subscribe();

    Flux.range(0, 300).concatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i))).then().block(SOON);

    flapping.block(SOON);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 300);
    assertThat(ran).hasSize(300);
    assertThat(runs).hasValue(300);
  }

  private static Mono<String> once(TaskContext<String> task, Set<String> ran, AtomicInteger runs) {
    ran.add(task.payload());
    runs.incrementAndGet();
    return Mono.empty();
  }

  private void start(int slots) {
    worker = sluice.worker(queue).concurrency(slots).handle(ECHO, task -> untilEnded()).start();
  }

  private Mono<String> untilEnded() {
    Sinks.Empty<String> end = Sinks.empty();
    running.add(end);
    begun.incrementAndGet();
    return end.asMono();
  }

  private void end(int many) {
    for (int i = 0; i < many; i++) {
      running.remove().tryEmitEmpty();
    }
  }

  private void enqueue(int count) {
    sluice.enqueueAll(queue, Flux.range(0, count).map(i -> ECHO.with("t" + i))).blockLast(SOON);
  }

  private QueueView stats() {
    return ENGINE.stats(queue).block(SOON);
  }
}
