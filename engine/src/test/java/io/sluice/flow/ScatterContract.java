package io.sluice.flow;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.ScatterOptions.OnFailure;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a scatter answers, on any server. */
interface ScatterContract extends ScatterSetup {
  @Test
  default void everyPartGivesItsResultAndNoneOfThemStaysInRedis() {
    String queue = squaring();

    List<Scattered<Integer, Integer>> results =
        sluice()
            .scatter(queue, numbers(100, 3_000), ScatterOptions.DEFAULT)
            .collectList()
            .block(SOON);

    assertThat(results).hasSize(3_000).allMatch(Scattered::succeeded);
    assertThat(results)
        .allSatisfy(
            result -> {
              int n = result.correlation();
              assertThat(result.index()).isEqualTo(n - 100);
              assertThat(((Scattered.Succeeded<Integer, Integer>) result).result())
                  .isEqualTo(n * n);
            });
    assertThat(results.stream().map(Scattered::correlation).distinct()).hasSize(3_000);
    assertNothingIsLeft(queue);
  }

  @Test
  default void inOrderTheResultsComeAsThePartsDid() {
    String queue = squaring();

    List<Long> indexes =
        sluice()
            .scatter(queue, numbers(100, 500), ScatterOptions.DEFAULT.inOrder().window(50))
            .map(Scattered::index)
            .collectList()
            .block(SOON);

    assertThat(indexes).isEqualTo(IntStream.range(0, 500).mapToObj(i -> (long) i).toList());
    assertNothingIsLeft(queue);
  }

  @Test
  default void aFailureEndsItAndCancelsTheRest() {
    String queue = squaring();
    AtomicLong asked = new AtomicLong();

    assertThatThrownBy(
            () ->
                sluice()
                    .scatter(
                        queue,
                        numbers(0, Integer.MAX_VALUE - 1).doOnRequest(asked::addAndGet),
                        ScatterOptions.DEFAULT.window(100))
                    .blockLast(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("unlucky");

    assertThat(asked).hasValueLessThan(1_000);
    assertNothingIsLeft(queue);
    assertThat(stats(queue).counts().dead()).isEqualTo(1);
  }

  @Test
  default void aFailureCanBeAValue() {
    String queue = squaring();

    List<Scattered<Integer, Integer>> results =
        sluice()
            .scatter(
                queue, numbers(10, 10), ScatterOptions.DEFAULT.inOrder().onFailure(OnFailure.VALUE))
            .collectList()
            .block(SOON);

    assertThat(results).hasSize(10);
    assertThat(results.get(3))
        .isInstanceOfSatisfying(
            Scattered.Failed.class,
            failed -> {
              assertThat(failed.id()).isNotNull();
              assertThat(failed.error()).isInstanceOf(TaskFailedException.class);
              assertThat(((TaskFailedException) failed.error()).state()).isEqualTo(TaskState.DEAD);
            });
    assertThat(results.stream().filter(Scattered::succeeded)).hasSize(9);
    assertNothingIsLeft(queue);
  }

  @Test
  default void aFailureCanBeIgnored() {
    String queue = squaring();

    List<Integer> known =
        sluice()
            .scatter(queue, numbers(10, 10), ScatterOptions.DEFAULT.onFailure(OnFailure.IGNORE))
            .map(Scattered::correlation)
            .collectList()
            .block(SOON);

    assertThat(known).hasSize(9).doesNotContain(13);
    assertNothingIsLeft(queue);
  }

  @Test
  default void aPartThatIsRefusedIsAFailure() {
    String queue = squaring();
    Flux<NewTask<Integer, Integer>> same =
        Flux.just(SQUARE.with(2).id("a").delay(Duration.ofSeconds(1)), SQUARE.with(3).id("a"));

    List<Scattered<NewTask<Integer, Integer>, Integer>> results =
        sluice()
            .scatter(queue, same, ScatterOptions.DEFAULT.onFailure(OnFailure.VALUE))
            .collectList()
            .block(SOON);

    assertThat(results.get(0))
        .isInstanceOfSatisfying(
            Scattered.Failed.class,
            failed -> {
              assertThat(failed.index()).isEqualTo(1);
              assertThat(failed.id()).isNull();
              assertThat(failed.error()).hasMessageContaining("a");
            });
    assertThat(results.get(1).succeeded()).isTrue();
    assertNothingIsLeft(queue);
  }

  @Test
  default void aPartOfAQueueThatKeepsNothingHasItsResultUntilItIsTaken() {
    String queue = squaring();
    sluice().queues().configure(queue, new QueueSettings(null, null, 0L, null)).block(SOON);

    List<Integer> results =
        sluice()
            .scatter(queue, numbers(2, 4), ScatterOptions.DEFAULT.inOrder())
            .map(result -> ((Scattered.Succeeded<Integer, Integer>) result).result())
            .collectList()
            .block(SOON);

    assertThat(results).containsExactly(4, 9, 16, 25);
  }

  @Test
  default void aPartWaitsForRoomInAFullQueue() {
    String queue = newQueue();
    sluice().queues().configure(queue, new QueueSettings(2L, null, null, null)).block(SOON);
    sluice().enqueue(queue, SQUARE.with(1)).block(SOON);
    sluice().enqueue(queue, SQUARE.with(1)).block(SOON);

    StepVerifier.create(sluice().scatter(queue, numbers(2, 1), ScatterOptions.DEFAULT))
        .expectSubscription()
        .then(
            () ->
                sluice()
                    .worker(queue)
                    .handle(SQUARE, task -> Mono.just(task.payload() * task.payload()))
                    .start())
        .expectNextMatches(Scattered::succeeded)
        .verifyComplete();
  }

  @Test
  default void theTaskOfAnotherCallerIsAwaitedAndNotCancelled() {
    String queue = newQueue();
    NewTask<Integer, Integer> once =
        SQUARE.with(7).unique(new Unique("seven", Duration.ofMinutes(1), OnConflict.KEEP));
    TaskId others = sluice().enqueue(queue, once).block(SOON).id();

    StepVerifier.create(sluice().scatter(queue, Flux.just(once), ScatterOptions.DEFAULT))
        .expectSubscription()
        .thenAwait(Duration.ofMillis(50))
        .thenCancel()
        .verify(SOON);
    StepVerifier.create(sluice().scatter(queue, Flux.just(once), ScatterOptions.DEFAULT))
        .then(() -> assertThat(stats(queue).counts().ready()).isEqualTo(1))
        .then(
            () ->
                sluice()
                    .worker(queue)
                    .handle(SQUARE, task -> Mono.just(task.payload() * task.payload()))
                    .start())
        .assertNext(result -> assertThat(result.id()).isEqualTo(others))
        .verifyComplete();

    assertThat(sluice().tasks().find(queue, others.value()).block(SOON).state())
        .isEqualTo(TaskState.SUCCEEDED);
  }
}
