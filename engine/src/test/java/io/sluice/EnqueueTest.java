package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.DuplicateTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueFullException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class EnqueueTest {
  private static final int BACKLOG = 5_000;
  private static final int MAX_PAYLOAD = 1_000;

  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(config -> config.withMaxBacklog(BACKLOG).withMaxPayloadBytes(MAX_PAYLOAD));

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void nothingHappensBeforeSubscription() {
    Mono<TaskHandle<String>> enqueue = sluice.enqueue(queue, ECHO.with("x"));
    assertThat(sluice.queues().find(queue).blockOptional(SOON)).isEmpty();

    enqueue.block(SOON);
    enqueue.block(SOON);

    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(2);
  }

  @Test
  void aDelayedTaskRunsWhenItsTimeHasCome() {
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();
    TaskHandle<String> task =
        sluice.enqueue(queue, ECHO.with("x").delay(Duration.ofMillis(300))).block(SOON);
    assertThat(task.runAt()).isEqualTo(task.createdAt().plusMillis(300));

    TaskView ended = ENGINE.ended(queue, task.id().value());

    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(Duration.between(task.createdAt(), ended.startedAt()))
        .isBetween(Duration.ofMillis(295), Duration.ofSeconds(10));
  }

  @Test
  void theEndsOfTimeAreTakenOrRefusedAndSpoilNothingElse() {
    Mono<String> beginning =
        sluice
            .enqueue(queue, ECHO.with("x").id("beginning").runAt(Instant.MIN))
            .map(task -> task.id().value());
    Mono<String> negative =
        sluice
            .enqueue(queue, ECHO.with("x").id("negative").delay(Duration.ofSeconds(Long.MIN_VALUE)))
            .map(task -> task.id().value());
    Mono<String> neighbour =
        sluice.enqueue(queue, ECHO.with("x").id("neighbour")).map(task -> task.id().value());

    assertThat(Flux.merge(beginning, negative, neighbour).collectList().block(SOON))
        .containsExactlyInAnyOrder("beginning", "negative", "neighbour");
    assertThatThrownBy(() -> ECHO.with("x").runAt(Instant.MAX))
        .isInstanceOf(InvalidTaskException.class)
        .extracting(error -> ((InvalidTaskException) error).pointer())
        .isEqualTo("/runAt");
  }

  @Test
  void anIdOfTheCallersOwnIsTakenOnce() {
    sluice.enqueue(queue, ECHO.with("first").id("mine")).block(SOON);

    StepVerifier.create(sluice.enqueue(queue, ECHO.with("second").id("mine")))
        .expectErrorSatisfies(
            error -> {
              assertThat(error).isInstanceOf(DuplicateTaskException.class);
              assertThat(((DuplicateTaskException) error).id().value()).isEqualTo("mine");
            })
        .verify(SOON);
    assertThat(ENGINE.find(queue, "mine").payload()).asString().isEqualTo("\"first\"");
  }

  @Test
  void aPayloadOverTheLimitIsRefused() {
    sluice.enqueue(queue, ECHO.with("x".repeat(MAX_PAYLOAD - 2))).block(SOON);

    StepVerifier.create(sluice.enqueue(queue, ECHO.with("x".repeat(MAX_PAYLOAD - 1))))
        .expectErrorSatisfies(
            error ->
                assertThat(error)
                    .isInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContaining("1001")
                    .hasMessageContaining("1000"))
        .verify(SOON);
  }

  @Test
  void aFullQueueRefuses() {
    sluice.enqueueAll(queue, Flux.range(0, BACKLOG + 600).map(i -> ECHO.with("x"))).blockLast(SOON);

    StepVerifier.create(sluice.enqueue(queue, ECHO.with("x")))
        .expectError(QueueFullException.class)
        .verify(SOON);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aBadQueueNameIsAnErrorOfTheCall() {
    StepVerifier.create(sluice.enqueue("no {braces}", ECHO.with("x")))
        .expectError(InvalidTaskException.class)
        .verify(SOON);
  }

  @Test
  void anUnknownTaskIsNotFound() {
    StepVerifier.create(sluice.tasks().find(queue, "nobody"))
        .expectError(UnknownTaskException.class)
        .verify(SOON);
  }

  @Test
  void manyAreAnsweredInOrderAndRefusalsAreValues() {
    List<Correlated<Integer>> tasks =
        List.of(
            ECHO.with("a").correlate(1),
            ECHO.with("b").id("same").correlate(2),
            ECHO.with("x".repeat(2 * MAX_PAYLOAD)).correlate(3),
            ECHO.with("c").id("same").correlate(4),
            ECHO.with("d").correlate(5));

    List<EnqueueResult<Integer>> results =
        sluice.enqueueAll(queue, Flux.fromIterable(tasks)).collectList().block(SOON);

    assertThat(results).extracting(EnqueueResult::correlation).containsExactly(1, 2, 3, 4, 5);
    assertThat(results)
        .extracting(EnqueueResult::accepted)
        .containsExactly(true, true, false, false, true);
    assertThat(error(results.get(2))).isInstanceOf(PayloadTooLargeException.class);
    assertThat(error(results.get(3))).isInstanceOf(DuplicateTaskException.class);
  }

  private static Throwable error(EnqueueResult<?> result) {
    return ((EnqueueResult.Rejected<?>) result).error();
  }

  @Test
  void noMoreIsAskedOfTheSourceThanWasAnsweredAndTheWindow() {
    AtomicLong requested = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    AtomicLong most = new AtomicLong();
    int tasks = BACKLOG - 500;

    sluice
        .enqueueAll(
            queue,
            Flux.range(0, tasks)
                .map(i -> ECHO.with("t" + i))
                .doOnRequest(
                    n -> most.accumulateAndGet(requested.addAndGet(n) - answered.get(), Math::max)))
        .doOnNext(result -> answered.incrementAndGet())
        .blockLast(SOON);

    assertThat(answered).hasValue(tasks);
    assertThat(most.get()).isBetween(1L, (long) Sluice.ENQUEUE_ALL_WINDOW + 1);
  }

  @Test
  void nothingIsAskedOfTheSourceWhileNothingIsAskedOfTheAnswers() {
    AtomicLong requested = new AtomicLong();
    Flux<EnqueueResult<Integer>> results =
        sluice.enqueueAll(
            queue,
            Flux.range(0, 4_000)
                .map(i -> ECHO.with("t" + i).correlate(i))
                .doOnRequest(requested::addAndGet));

    StepVerifier.create(results, 0)
        .thenRequest(10)
        .expectNextCount(10)
        .then(() -> assertThat(requested.get()).isLessThanOrEqualTo(Sluice.ENQUEUE_ALL_WINDOW + 10))
        .thenCancel()
        .verify(SOON);
  }
}
