package io.sluice.encryption;

import static io.sluice.Work.ECHO;
import static io.sluice.encryption.Keys.K1;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.TriggeredTask;
import io.sluice.event.EngineEvent;
import io.sluice.remote.ClaimRequest;
import io.sluice.schedule.Schedule;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.Gathered;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Emit;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a task hands on, and what hands tasks on, is encrypted as well. */
class EncryptedFlowTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final String SECRET = "4111 1111 1111 1111";
  private static final TaskType<String, String> FIRST =
      TaskType.of("first", String.class, String.class);

  private final EncryptedEngines engines = new EncryptedEngines(ENGINE);
  private final Sluice sluice = engines.with(K1);
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final String queue = ENGINE.queue();
  private final String other = ENGINE.queue();

  @AfterEach
  void stop() {
    engines.stop();
  }

  @Test
  void followUpsOfATaskAreReadByWhoRunsThem() {
    sluice
        .enqueue(
            queue,
            FIRST
                .with(SECRET)
                .then(queue, ECHO.with(SECRET + " kept").then(other, ECHO.with(SECRET + " nested")))
                .then(other, ECHO.with(SECRET + " named").id("named"))
                .thenWithResult(other, ECHO))
        .block(SOON);
    assertThat(engines.allThatIsKept(queue)).doesNotContain("4111");
    sluice
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              task.then(other, ECHO.with(SECRET + " given"));
              return Mono.just(task.payload() + " result");
            })
        .handle(ECHO, task -> see(task.payload()))
        .start();
    work(other);

    eventually(() -> seen.size() == 5);
    assertThat(seen)
        .containsExactlyInAnyOrder(
            SECRET + " kept",
            SECRET + " nested",
            SECRET + " named",
            SECRET + " result",
            SECRET + " given");
    assertThat(engines.allThatIsKept(other)).doesNotContain("4111");
    nobodyLackedAKey();
  }

  @Test
  void theTasksOfAScheduleAreReadByWhoRunsThem() {
    String name = "s." + queue;
    sluice
        .schedules()
        .put(name, Schedule.every(Duration.ofDays(300)), queue, ECHO.with(SECRET))
        .block(SOON);
    assertThat(engines.allThatIsKept(queue)).doesNotContain("4111");
    TriggeredTask fired = sluice.schedules().trigger(name).block(SOON);
    work(queue);

    assertThat(ENGINE.ended(queue, fired.id().value()).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(seen).containsExactly(SECRET);
  }

  @Test
  void thePayloadOfAScheduleIsNotRunAsAnotherTask() {
    String name = "s." + queue;
    sluice
        .schedules()
        .put(name, Schedule.every(Duration.ofDays(300)), queue, ECHO.with(SECRET))
        .block(SOON);
    TriggeredTask fired = sluice.schedules().trigger(name).block(SOON);
    String moved = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();
    engines.write(queue, moved, engines.envelope(queue, fired.id().value()));
    work(queue);

    TaskView dead = ENGINE.becomes(queue, moved, TaskState.DEAD);
    assertThat(dead.failures().get(0).type()).isEqualTo("io.sluice.NotAuthentic");
  }

  @Test
  void membersCallbacksAndResultsOfABatchAreReadByThoseWhoHaveTheKey() {
    BatchId batch =
        sluice
            .batches()
            .open(queue, NewBatch.DEFAULT.gather().onSuccess(other, ECHO.with(SECRET + " all")))
            .block(SOON);
    sluice.enqueue(queue, FIRST.with(SECRET).in(batch).retention(Duration.ofHours(1))).block(SOON);
    sluice.batches().of(batch).seal().block(SOON);
    sluice.worker(queue).handle(FIRST, task -> Mono.just(task.payload() + " done")).start();
    work(other);

    List<Gathered<String>> ends =
        sluice.batches().of(batch).results(ECHO).collectList().block(SOON);
    assertThat(ends).extracting(Gathered::result).containsExactly(SECRET + " done");
    eventually(() -> seen.contains(SECRET + " all"));
    assertThat(engines.allThatIsKept(queue) + engines.allThatIsKept(other)).doesNotContain("4111");
  }

  @Test
  void scattersItsPartsAndGathersTheirResults() {
    work(queue);

    List<String> results =
        sluice
            .scatter(
                queue, Flux.range(0, 20).map(i -> ECHO.with(SECRET + i)), ScatterOptions.DEFAULT)
            .map(part -> ((Scattered.Succeeded<?, String>) part).result())
            .collectList()
            .block(SOON);

    assertThat(results).hasSize(20).allMatch(result -> result.startsWith(SECRET));
  }

  @Test
  void whatAHandlerEmitsIsReadByThoseWhoHaveTheKey() {
    sluice
        .worker(queue)
        .handle(ECHO, Emit.KEPT, task -> Flux.just(task.payload() + 1, task.payload() + 2))
        .start();
    TaskHandle<String> task = sluice.enqueueAwaited(queue, ECHO.with(SECRET)).block(SOON);

    assertThat(
            sluice
                .streams()
                .of(task)
                .map(item -> ((Emitted.Item<String>) item).value())
                .collectList()
                .block(SOON))
        .containsExactly(SECRET + 1, SECRET + 2);
    assertThat(
            ENGINE
                .sluice()
                .streams()
                .of(queue, task.id().value(), TaskType.raw("echo"))
                .map(item -> Encrypted.keyOf(((Emitted.Item<byte[]>) item).value()))
                .collectList()
                .block(SOON))
        .containsExactly("k1", "k1");
  }

  @Test
  void tasksOfADividedQueueAreReadInEachPartition() {
    sluice.enqueue(queue, ECHO.with(SECRET + " before")).block(SOON);
    sluice.queues().divide(queue, 4).block(SOON);
    sluice
        .enqueueAll(queue, Flux.range(0, 40).map(i -> ECHO.with(SECRET + i).correlate(i)))
        .blockLast(SOON);
    sluice.enqueue(queue, ECHO.with(SECRET + " group").group("g")).block(SOON);
    work(queue);

    eventually(() -> seen.size() == 42);
    nobodyLackedAKey();
  }

  @Test
  void aWorkerElsewhereGetsTheBytesAsTheyAreKept() {
    sluice.enqueue(queue, ECHO.with(SECRET)).block(SOON);

    byte[] claimed =
        sluice
            .remote(queue)
            .claim(new ClaimRequest(null, 1, Duration.ofSeconds(2), Set.of("echo")))
            .block(SOON)
            .tasks()
            .get(0)
            .task()
            .payload();

    assertThat(Encrypted.keyOf(claimed)).isEqualTo("k1");
  }

  private void work(String from) {
    sluice.worker(from).handle(ECHO, task -> see(task.payload())).start();
  }

  private Mono<String> see(String payload) {
    seen.add(payload);
    return Mono.just(payload);
  }

  private void nobodyLackedAKey() {
    assertThat(engines.events(EngineEvent.KeyUnknown.class)).isEmpty();
    assertThat(engines.events(EngineEvent.AttemptFailed.class)).isEmpty();
  }
}
