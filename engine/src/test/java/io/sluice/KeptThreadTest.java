package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.testing.Blocked;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Code of a user that keeps its thread costs time, and nobody else's. */
class KeptThreadTest {
  private static final Duration SESSION = Duration.ofSeconds(2);

  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withSessionLife(SESSION));

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();

  @AfterEach
  void letGo() {
    open.countDown();
  }

  @Test
  void handlersThatKeepTheirThreadsForLongerThanASessionLivesRunOnce() {
    int many = 3 * Runtime.getRuntime().availableProcessors();
    sluice.worker(queue).handle(ECHO, task -> kept(task.payload())).start();
    List<TaskHandle<String>> tasks = enqueue(many);

    eventually(Mono.fromSupplier(begun::get), all -> all == many);
    List<EngineEvent.ThreadKept> told =
        eventually(Mono.fromSupplier(this::told), events -> !events.isEmpty());
    assertThat(told.get(0).since()).isGreaterThan(SESSION);
    open.countDown();

    assertThat(Flux.fromIterable(tasks).flatMap(sluice::result).count().block(SOON))
        .isEqualTo(many);
    assertThat(begun).hasValue(many);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
    assertThat(ENGINE.events(EngineEvent.TasksReaped.class))
        .noneMatch(reaped -> reaped.queue().value().equals(queue));
  }

  @Test
  void anotherQueueRunsMeanwhile() {
    int many = 3 * Runtime.getRuntime().availableProcessors();
    sluice.worker(queue).handle(ECHO, task -> kept(task.payload())).start();
    enqueue(many);
    eventually(Mono.fromSupplier(begun::get), all -> all == many);

    String other = ENGINE.queue();
    sluice.worker(other).handle(ECHO, task -> Mono.just(task.payload())).start();
    for (int i = 0; i < 20; i++) {
      assertThat(sluice.enqueue(other, ECHO.with("x")).flatMap(sluice::result).block(SOON))
          .isEqualTo("x");
    }
  }

  @Test
  void itIsToldOnceWhatKeepsWhichThread() {
    sluice.worker(queue).handle(ECHO, task -> kept(task.payload())).start();
    enqueue(2);

    List<EngineEvent.ThreadKept> told =
        eventually(Mono.fromSupplier(this::told), events -> !events.isEmpty());
    assertThat(told).hasSize(1);
    assertThat(told.get(0).type()).isEqualTo("echo");
    assertThat(told.get(0).thread()).startsWith("sluice-crew-");
    assertThat(told.get(0).since()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aTaskWhoseHandlerKeepsItsThreadIsTimedOutAndItsSlotWaitsForTheThread() {
    Worker worker =
        sluice.worker(queue).concurrency(1).handle(ECHO, task -> kept(task.payload())).start();
    String id =
        sluice
            .enqueue(queue, ECHO.with("x").timeout(Duration.ofMillis(100)).retry(attempts(1)))
            .block(SOON)
            .id()
            .value();

    assertThat(ENGINE.ended(queue, id).failure().type()).isEqualTo("io.sluice.AttemptTimeout");
    TaskHandle<String> next = enqueue(1).get(0);
    open.countDown();
    assertThat(sluice.result(next).block(SOON)).isEqualTo("x0");
    assertThat(begun).hasValue(2);
    assertThat(worker.concurrency()).isEqualTo(1);
  }

  @Test
  void whatAUserDoesWithAnAnswerKeepsNoThreadOfTheEngine() {
    sluice.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();
    ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
    AtomicInteger kept = new AtomicInteger();
    List<Mono<?>> asked =
        List.of(
            sluice.enqueue(queue, ECHO.with("x")),
            sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result),
            sluice.queues().find(queue),
            sluice.tasks().find(queue, enqueue(1).get(0).id().value()),
            sluice.events(queue).next(),
            sluice.health());
    asked.forEach(
        each ->
            each.subscribe(
                answer -> {
                  threads.add(Thread.currentThread().getName());
                  kept.incrementAndGet();
                  Blocked.until(open);
                }));

    // What happens before the subscription is in force is not heard: so something happens again.
    eventually(
        sluice.enqueue(queue, ECHO.with("z")).map(accepted -> kept.get()),
        all -> all == asked.size());
    assertThat(threads).allMatch(name -> name.startsWith("sluice-crew-"));
    assertThat(sluice.enqueue(queue, ECHO.with("y")).flatMap(sluice::result).block(SOON))
        .isEqualTo("y");
  }

  private Mono<String> kept(String payload) {
    begun.incrementAndGet();
    Blocked.until(open);
    return Mono.just(payload);
  }

  private List<TaskHandle<String>> enqueue(int many) {
    return Flux.fromStream(IntStream.range(0, many).boxed())
        .concatMap(i -> sluice.enqueue(queue, ECHO.with("x" + i)))
        .collectList()
        .block(SOON);
  }

  private List<EngineEvent.ThreadKept> told() {
    return ENGINE.events(EngineEvent.ThreadKept.class).stream()
        .filter(event -> event.of().equals(queue))
        .toList();
  }
}
