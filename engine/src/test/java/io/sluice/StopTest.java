package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class StopTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();

  @Test
  void nothingCanBeStartedOnAnEngineThatWasStopped() {
    Sluice stopped = Sluice.inMemory();
    WorkerBuilder late = stopped.worker("mail").handle(ECHO, task -> Mono.empty());
    stopped.stop(Duration.ZERO).block(SOON);

    assertThatThrownBy(late::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a worker of [mail]")
        .hasMessageContaining("was stopped");
    assertThatThrownBy(() -> stopped.receive("mail", ECHO).blockFirst(SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a receiver of mail");
  }

  @Test
  void whatRunsMayFinish() {
    Sinks.Empty<String> end = Sinks.empty();
    Worker worker = start(4, task -> watched(end.asMono()));
    enqueue(10);
    Eventually.eventually(() -> begun.get() == 4);

    Mono<Void> stopped = worker.stop(Duration.ofMinutes(1)).cache();
    stopped.subscribe();
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 4);
    end.tryEmitEmpty();

    stopped.block(SOON);
    assertThat(totals().succeeded()).isEqualTo(4);
    assertThat(totals().released()).isZero();
    assertThat(totals().reaped()).isZero();
    assertThat(begun).hasValue(4);
    assertThat(stats().workers()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void afterTheGraceWhatStillRunsIsGivenBackWithoutACrash() {
    Worker worker = start(5, task -> watched(Mono.never()));
    enqueue(8);
    Eventually.eventually(() -> begun.get() == 5);

    worker.stop(Duration.ofMillis(50)).block(SOON);

    assertThat(cancelled).hasValue(5);
    assertThat(totals().released()).isEqualTo(5);
    assertThat(totals().reaped()).isZero();
    assertThat(totals().retried()).isZero();
    assertThat(stats().counts().ready()).isEqualTo(8);
    assertThat(stats().counts().running()).isZero();
    assertThat(stats().workers()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void whatIsGivenBackIsFirstInLineAndNothingOfItHasFailed() {
    Worker worker = start(2, task -> watched(Mono.never()));
    enqueue(4);
    Eventually.eventually(() -> begun.get() == 2);

    worker.stop(Duration.ZERO).block(SOON);

    List<TaskContext<String>> again = new CopyOnWriteArrayList<>();
    start(
        1,
        task -> {
          again.add(task);
          return Mono.empty();
        });
    Eventually.eventually(() -> again.size() == 4);
    assertThat(again.subList(0, 2))
        .extracting(TaskContext::payload)
        .containsExactlyInAnyOrder("t0", "t1");
    assertThat(again).extracting(TaskContext::attempt).containsOnly(1);
    assertThat(ENGINE.events(EngineEvent.AttemptFailed.class))
        .noneMatch(event -> event.queue().value().equals(queue));
  }

  @Test
  void anIdleWorkerStopsAtOnce() {
    Worker worker = start(5, task -> Mono.empty());
    Eventually.eventually(ENGINE.stats(queue), view -> view.workers() == 1);
    long start = System.nanoTime();

    worker.stop(Duration.ofMinutes(1)).block(SOON);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
    assertThat(stats().workers()).isZero();
  }

  @Test
  void stoppingMayBeRepeatedAndBothEndWhenTheWorkIsDone() {
    Sinks.Empty<String> end = Sinks.empty();
    Worker worker = start(1, task -> watched(end.asMono()));
    enqueue(1);
    Eventually.eventually(() -> begun.get() == 1);
    Mono<Void> first = worker.stop(Duration.ofMinutes(1)).cache();
    Mono<Void> second = worker.stop(Duration.ofMinutes(1)).cache();
    first.subscribe();
    second.subscribe();
    // Both wait for the task once nothing is claimed any more.
    sluice.enqueue(queue, ECHO.with("not any more")).block(SOON);
    Mono.delay(Duration.ofMillis(300)).block();

    end.tryEmitEmpty();

    Mono.when(first, second).block(SOON);
    worker.stop(Duration.ofMinutes(1)).block(SOON);
    assertThat(totals().succeeded()).isEqualTo(1);
  }

  @Test
  void anotherWorkerGoesOnWithWhatWasGivenBack() {
    Worker worker = start(3, task -> watched(Mono.never()));
    enqueue(3);
    Eventually.eventually(() -> begun.get() == 3);
    worker.stop(Duration.ZERO).block(SOON);

    start(3, task -> Mono.empty());

    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 3);
    assertThat(totals().released()).isEqualTo(3);
  }

  @Test
  void anEngineThatClosesReportsNothingAsFailed() {
    List<EngineEvent> events = new CopyOnWriteArrayList<>();
    Sluice other =
        Sluice.builder(SluiceConfig.of(ENGINE.redis().uri())).listener(events::add).connect();
    for (int i = 0; i < 5; i++) {
      other.worker(queue + "." + i).handle(ECHO, task -> Mono.empty()).start();
    }
    other.enqueue(queue + ".0", ECHO.with("x")).flatMap(other::result).block(SOON);

    other.stop(Duration.ofSeconds(1)).block(SOON);

    assertThat(events)
        .noneMatch(EngineEvent.PassFailed.class::isInstance)
        .noneMatch(EngineEvent.CallResent.class::isInstance)
        .noneMatch(
            event -> event instanceof EngineEvent.ConnectionChanged change && !change.connected());
  }

  private Worker start(int slots, TaskHandler<String, String> handler) {
    return sluice.worker(queue).concurrency(slots).handle(ECHO, handler).start();
  }

  private Mono<String> watched(Mono<String> work) {
    return work.doOnSubscribe(any -> begun.incrementAndGet())
        .doOnCancel(cancelled::incrementAndGet);
  }

  private void enqueue(int count) {
    sluice.enqueueAll(queue, Flux.range(0, count).map(i -> ECHO.with("t" + i))).blockLast(SOON);
  }

  private QueueView stats() {
    return ENGINE.stats(queue).block(SOON);
  }

  private QueueView.Totals totals() {
    return stats().totals();
  }
}
