package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** How far a scatter goes ahead, and what it leaves when it is stopped, on any server. */
interface ScatterWindowContract extends ScatterSetup {
  @Test
  default void noMoreThanTheWindowIsEnqueuedAndNotTaken() {
    String queue = squaring();
    AtomicLong given = new AtomicLong();
    Flux<Part<Integer, Integer>> endless =
        numbers(100, Integer.MAX_VALUE - 200).doOnNext(part -> given.incrementAndGet());

    StepVerifier.create(sluice().scatter(queue, endless, ScatterOptions.DEFAULT.window(20)), 5)
        .expectNextCount(5)
        .then(() -> eventually(() -> stats(queue).counts().succeeded() == 20))
        .then(() -> assertThat(given).hasValue(25))
        .then(() -> assertThat(stats(queue).totals().accepted()).isEqualTo(25))
        .thenRequest(7)
        .expectNextCount(7)
        .then(() -> eventually(() -> stats(queue).totals().accepted() == 32))
        .then(() -> eventually(() -> stats(queue).counts().succeeded() == 20))
        .thenCancel()
        .verify(SOON);

    assertNothingIsLeft(queue);
    assertThat(given).hasValue(32);
  }

  @Test
  default void inOrderTheWindowCountsFromTheOldestThatIsNotTaken() {
    String queue = squaring();
    AtomicLong given = new AtomicLong();
    Flux<Part<Integer, Integer>> endless =
        Flux.concat(
                Flux.just(SQUARE.with(2).delay(Duration.ofSeconds(2)).correlate(2)),
                numbers(100, Integer.MAX_VALUE - 200))
            .doOnNext(part -> given.incrementAndGet());

    StepVerifier.create(
            sluice().scatter(queue, endless, ScatterOptions.DEFAULT.inOrder().window(9)))
        .then(() -> eventually(() -> stats(queue).counts().succeeded() == 8))
        .then(() -> assertThat(given).hasValue(9))
        .expectNextMatches(result -> result.index() == 0)
        .expectNextCount(30)
        .thenCancel()
        .verify(SOON);

    assertNothingIsLeft(queue);
  }

  @Test
  default void whoCancelsItCancelsWhatHasNotEnded() {
    String queue = newQueue();
    AtomicLong started = new AtomicLong();
    ConcurrentLinkedQueue<Integer> stopped = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .concurrency(3)
        .handle(
            SQUARE,
            task ->
                Mono.<Integer>never()
                    .doOnSubscribe(run -> started.incrementAndGet())
                    .doOnCancel(() -> stopped.add(task.payload())))
        .start();

    StepVerifier.create(sluice().scatter(queue, numbers(0, 50), ScatterOptions.DEFAULT.window(40)))
        .then(() -> eventually(() -> started.get() == 3))
        .then(() -> eventually(() -> stats(queue).counts().ready() == 37))
        .thenCancel()
        .verify(SOON);

    assertNothingIsLeft(queue);
    // A slot that becomes free may take a part that is not cancelled yet.
    eventually(() -> stopped.size() == started.get());
    assertThat(stopped).hasSizeGreaterThanOrEqualTo(3);
    assertThat(stats(queue).totals().cancelled()).isEqualTo(40);
  }

  @Test
  default void whoCancelsItAtOnceLeavesNothing() {
    String queue = newQueue();
    List<Long> accepted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sluice().scatter(queue, numbers(0, 300), ScatterOptions.DEFAULT).subscribe().dispose();
      accepted.add((long) i);
    }
    sluice().enqueue(queue, SQUARE.with(1)).block(SOON);

    eventually(() -> stats(queue).counts().ready() == 1);
    assertThat(accepted).hasSize(20);
  }

  @Test
  default void anErrorOfTheSourceCancelsWhatHasNotEnded() {
    String queue = newQueue();

    Sinks.Empty<Void> end = Sinks.empty();
    Mono<Part<Integer, Integer>> torn =
        end.asMono().then(Mono.error(new IllegalStateException("torn")));
    CompletableFuture<Void> all =
        sluice()
            .scatter(queue, numbers(0, 10).concatWith(torn), ScatterOptions.DEFAULT)
            .then()
            .toFuture();
    eventually(() -> stats(queue).counts().ready() == 10);
    Sinks.EmitResult unused = end.tryEmitEmpty();

    assertThat(all).failsWithin(SOON).withThrowableThat().withMessageContaining("torn");
    eventually(() -> stats(queue).totals().cancelled() == 10);
  }

  @Test
  default void aSubscriberThatThrowsEndsIt() {
    String queue = squaring();

    assertThatThrownBy(
            () ->
                sluice()
                    .scatter(queue, numbers(100, 50), ScatterOptions.DEFAULT)
                    .doOnNext(
                        result -> {
                          throw new IllegalStateException("not this one");
                        })
                    .blockLast(SOON))
        .hasMessage("not this one");

    assertNothingIsLeft(queue);
  }

  @Test
  default void aWindowThatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> ScatterOptions.DEFAULT.window(0))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessage("window must be 1 to 16384 parts, is 0");
  }
}
