package io.sluice.flow;

import static io.sluice.flow.StreamSetup.item;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.BuryTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.RetryTaskException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.handler.Emit;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What handlers emit and others follow, on any server. */
interface StreamContract extends StreamSetup {
  @Test
  default void aFollowerGetsEachItemWhileTheHandlerRuns() {
    String queue = newQueue();
    Sinks.Many<String> words = Sinks.many().unicast().onBackpressureBuffer();
    worker(queue, task -> words.asFlux());
    TaskHandle<String> task = enqueue(queue);

    StepVerifier.create(follow(task))
        .then(() -> words.tryEmitNext("a").orThrow())
        .expectNextMatches(item("a"))
        .then(() -> words.tryEmitNext("b").orThrow())
        .expectNextMatches(item("b"))
        .then(() -> words.tryEmitComplete().orThrow())
        .expectComplete()
        .verify(SOON);
    assertThat(sluice().result(task).block(SOON)).isEqualTo("b");
  }

  @Test
  default void aStreamIsReadFromTheBeginningAndFromAPosition() {
    String queue = newQueue();
    worker(queue, task -> Flux.range(0, 200).map(i -> "i" + i));
    TaskHandle<String> task = enqueue(queue);
    assertThat(sluice().result(task).block(SOON)).isEqualTo("i199");

    List<Emitted<String>> all = follow(task).collectList().block(SOON);
    assertThat(all)
        .extracting(each -> ((Emitted.Item<String>) each).value())
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "i" + i).toList());

    StreamPosition place = StreamPosition.parse(all.get(197).position().text());
    StepVerifier.create(follow(task, place))
        .expectNextMatches(item("i198"))
        .expectNextMatches(item("i199"))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  default void aRunThatFailsVoidsWhatItEmittedAndTheNextRunFollows() {
    String queue = newQueue();
    AtomicInteger runs = new AtomicInteger();
    Sinks.Empty<Void> failing = Sinks.empty();
    worker(
        queue,
        task ->
            runs.incrementAndGet() == 1
                ? Flux.just("a", "b")
                    .concatWith(
                        failing
                            .asMono()
                            .then(Mono.error(new RetryTaskException(Duration.ZERO, "no"))))
                : Flux.just("c"));
    TaskHandle<String> task = enqueue(queue);

    StepVerifier.create(follow(task))
        .expectNextMatches(item("a"))
        .expectNextMatches(item("b"))
        .then(() -> failing.tryEmitEmpty().orThrow())
        .expectNextMatches(StreamSetup::isVoid)
        .expectNextMatches(item("c"))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  default void whoGoesOnAfterItemsThatAreVoidIsToldSo() {
    String queue = newQueue();
    worker(queue, task -> Flux.just("a"));
    TaskHandle<String> task = enqueue(queue);
    Emitted<String> first = follow(task).blockFirst(SOON);

    StreamPosition ofAnEarlierRun = new StreamPosition(first.run() - 1, 7);
    StepVerifier.create(follow(task, ofAnEarlierRun))
        .expectNext(new Emitted.Voided<>(first.run() - 1))
        .expectNextMatches(item("a"))
        .expectComplete()
        .verify(SOON);
    StepVerifier.create(follow(task, new StreamPosition(first.run() - 1, StreamPosition.VOID)))
        .expectNextMatches(item("a"))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  default void aTaskThatDiesEndsItsStreamWithTheFailure() {
    String queue = newQueue();
    Sinks.Empty<Void> dying = Sinks.empty();
    worker(
        queue,
        task ->
            Flux.just("a")
                .concatWith(dying.asMono().then(Mono.error(new BuryTaskException("no good")))));
    TaskHandle<String> task = enqueue(queue);

    StepVerifier.create(follow(task))
        .expectNextMatches(item("a"))
        .then(() -> dying.tryEmitEmpty().orThrow())
        .expectNextMatches(StreamSetup::isVoid)
        .expectErrorSatisfies(
            error ->
                assertThat(error)
                    .isInstanceOf(TaskFailedException.class)
                    .hasMessageContaining("no good"))
        .verify(SOON);
  }

  @Test
  default void aStreamBeyondItsBoundsIsAFailureForGood() {
    String queue = newQueue();
    worker(queue, Emit.KEPT.items(3), task -> Flux.just("a", "b", "c", "d", "e"));
    TaskHandle<String> task = enqueue(queue);

    StepVerifier.create(follow(task).filter(each -> each instanceof Emitted.Item).then())
        .expectErrorSatisfies(
            error ->
                assertThat(error)
                    .isInstanceOf(TaskFailedException.class)
                    .hasMessageContaining("at most 3 items"))
        .verify(SOON);
    assertThat(find(queue, task).state()).isEqualTo(TaskState.DEAD);
  }

  @Test
  default void aCancelledTaskEndsItsStream() {
    String queue = newQueue();
    worker(queue, task -> Flux.just("a").concatWith(Mono.never()));
    TaskHandle<String> task = enqueue(queue);

    StepVerifier.create(follow(task))
        .expectNextMatches(item("a"))
        .then(() -> sluice().tasks().cancel(queue, task.id().value()).block(SOON))
        .expectNextMatches(StreamSetup::isVoid)
        .expectError(TaskFailedException.class)
        .verify(SOON);
  }

  @Test
  default void aTaskWithoutItemsAndOneThatIsUnknownEndAtOnce() {
    String queue = newQueue();
    worker(queue, task -> Flux.empty());

    StepVerifier.create(follow(enqueue(queue))).expectComplete().verify(SOON);
    StepVerifier.create(sluice().streams().of(queue, "nothing", WORDS))
        .expectError(UnknownTaskException.class)
        .verify(SOON);
    StepVerifier.create(sluice().streams().of("no queue", "nothing", WORDS))
        .expectError(InvalidTaskException.class)
        .verify(SOON);
  }

  @Test
  default void aSlowFollowerHoldsUpNeitherTheHandlerNorOthers() {
    String queue = newQueue();
    worker(queue, task -> Flux.range(0, 500).map(i -> "i" + i));
    TaskHandle<String> task = enqueue(queue);

    StepVerifier.create(follow(task), 1)
        .expectNextMatches(item("i0"))
        .then(() -> assertThat(follow(task).count().block(SOON)).isEqualTo(500))
        .then(() -> assertThat(sluice().result(task).block(SOON)).isEqualTo("i499"))
        .thenRequest(2)
        .expectNextMatches(item("i1"))
        .expectNextMatches(item("i2"))
        .thenRequest(Long.MAX_VALUE)
        .expectNextCount(497)
        .expectComplete()
        .verify(SOON);
  }

  @Test
  default void aHandlerIsAskedForMoreOnlyAsItsItemsAreKept() {
    String queue = newQueue();
    AtomicInteger ahead = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    worker(
        queue,
        Emit.KEPT.bytes(16 << 20),
        task ->
            Flux.range(0, 2000)
                .map(i -> "x".repeat(2000))
                .doOnRequest(n -> most.accumulateAndGet((int) Math.min(n, 1 << 20), Math::max))
                .doOnNext(each -> ahead.incrementAndGet()));
    TaskHandle<String> task = enqueue(queue);

    assertThat(sluice().result(task).block(SOON)).hasSize(2000);
    assertThat(ahead).hasValue(2000);
    assertThat(most).hasValueLessThanOrEqualTo(64);
  }

  @Test
  default void aFollowerThatCancelsIsForgotten() {
    String queue = newQueue();
    Sinks.Many<String> words = Sinks.many().unicast().onBackpressureBuffer();
    worker(queue, task -> words.asFlux());
    TaskHandle<String> task = enqueue(queue);
    words.tryEmitNext("a").orThrow();

    StepVerifier.create(follow(task)).expectNextMatches(item("a")).thenCancel().verify(SOON);
    words.tryEmitNext("b").orThrow();
    words.tryEmitComplete().orThrow();

    eventually(() -> find(queue, task).state() == TaskState.SUCCEEDED);
    assertThat(follow(task).count().block(SOON)).isEqualTo(2);
  }
}
