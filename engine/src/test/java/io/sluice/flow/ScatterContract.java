package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.task.BuryTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.ScatterOptions.OnFailure;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a scatter does, on any server. */
interface ScatterContract {
  TaskType<Integer, Integer> SQUARE = TaskType.of("square", Integer.class, Integer.class);

  Sluice sluice();

  String newQueue();

  /** A queue whose worker squares numbers; 13 is buried. */
  default String squaring() {
    String queue = newQueue();
    sluice()
        .worker(queue)
        .handle(
            SQUARE,
            task ->
                task.payload() == 13
                    ? Mono.error(new BuryTaskException("unlucky"))
                    : Mono.just(task.payload() * task.payload()))
        .start();
    return queue;
  }

  default Flux<Part<Integer, Integer>> numbers(int from, int count) {
    return Flux.range(from, count).map(n -> SQUARE.with(n).correlate(n));
  }

  default QueueView stats(String queue) {
    return sluice().queues().find(queue).block(SOON);
  }

  private void assertNothingIsLeft(String queue) {
    eventually(
        () -> {
          QueueView.Counts counts = stats(queue).counts();
          return counts.ready() + counts.running() + counts.retrying() + counts.succeeded() == 0;
        });
    assertThat(sluice().queues().audit(queue).block(SOON).balanced()).isTrue();
  }

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
    ConcurrentLinkedQueue<Integer> stopped = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .concurrency(3)
        .handle(SQUARE, task -> Mono.<Integer>never().doOnCancel(() -> stopped.add(task.payload())))
        .start();

    StepVerifier.create(sluice().scatter(queue, numbers(0, 50), ScatterOptions.DEFAULT.window(40)))
        .then(() -> eventually(() -> stats(queue).counts().running() == 3))
        .then(() -> eventually(() -> stats(queue).counts().ready() == 37))
        .thenCancel()
        .verify(SOON);

    assertNothingIsLeft(queue);
    eventually(() -> stopped.size() == 3);
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

    assertThatThrownBy(
            () ->
                sluice()
                    .scatter(
                        queue,
                        numbers(0, 10).concatWith(Mono.error(new IllegalStateException("torn"))),
                        ScatterOptions.DEFAULT)
                    .blockLast(SOON))
        .hasMessage("torn");

    eventually(() -> stats(queue).counts().ready() == 0);
    assertThat(stats(queue).totals().cancelled()).isEqualTo(stats(queue).totals().accepted());
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
  default void aWindowThatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> ScatterOptions.DEFAULT.window(0))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessage("window must be 1 to 16384 parts, is 0");
  }
}
