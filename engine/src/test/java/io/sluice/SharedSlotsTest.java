package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.QueueShares;
import io.sluice.config.Waiting;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One worker on several queues, which share its slots. */
class SharedSlotsTest {
  /** Longer than any test waits: whatever is found is found by a word. */
  private static final Duration NO_POLL = Duration.ofMinutes(2);

  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(config -> config.withWaiting(new Waiting(16, NO_POLL)));

  private final Sluice sluice = ENGINE.sluice();
  private final String critical = ENGINE.queue() + ".critical";
  private final String normal = ENGINE.queue() + ".default";
  private final String low = ENGINE.queue() + ".low";
  private final List<String> queues = List.of(critical, normal, low);
  private final List<String> starts = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private Worker worker;

  @AfterEach
  void stop() {
    worker.stop(Duration.ZERO).block(SOON);
    assertThat(queues).allMatch(queue -> ENGINE.audit(queue).balanced());
    assertThat(queues).allMatch(queue -> ENGINE.tampering().landed(queue) == 0);
  }

  @Test
  void inStrictOrderAQueueIsServedWhenThoseBeforeItAreEmpty() {
    List.of(low, normal, critical).forEach(queue -> enqueue(queue, 300));

    start(strict(), 4, task -> started(task, Duration.ofMillis(1)));

    Eventually.eventually(() -> starts.size() == 900);
    // A queue that does not answer for a moment is not waited for, so that on a busy machine a few
    // of a later one may go first: but not half of them.
    assertThat(median(critical)).isLessThan(median(normal));
    assertThat(median(normal)).isLessThan(median(low));
    assertThat(starts.get(0)).isEqualTo(critical);
    assertThat(mostAtOnce).hasValueLessThanOrEqualTo(4);
  }

  @Test
  void whatComesToAnEarlierQueueGoesBeforeTheBacklogOfALaterOne() {
    enqueue(low, 1_000);
    start(strict(), 2, task -> started(task, Duration.ofMillis(2)));
    Eventually.eventually(() -> starts.size() > 20);

    enqueue(critical, 50);
    Eventually.eventually(() -> count(critical, starts) == 50);

    assertThat(starts.size()).isLessThan(900);
    int first = starts.indexOf(critical);
    int last = starts.lastIndexOf(critical);
    assertThat(last - first).as("starts from its first to its last").isLessThan(60);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "7, 1000", "64, 4000", "600, 4000"})
  void underLoadStartsAreSharedByWeight(int slots, int first) {
    queues.forEach(queue -> enqueue(queue, first));

    start(weighted(), slots, task -> started(task, Duration.ZERO));

    Eventually.eventually(() -> starts.size() >= first);
    List<String> shared = startsUntil(first);
    assertThat(count(critical, shared)).isCloseTo(first * 6 / 10, Percentage.withPercentage(10));
    assertThat(count(normal, shared)).isCloseTo(first * 3 / 10, Percentage.withPercentage(10));
    assertThat(count(low, shared)).isCloseTo(first / 10, Percentage.withPercentage(10));
    assertThat(mostAtOnce).hasValueLessThanOrEqualTo(slots);
  }

  @Test
  void aQueueThatWasIdleIsOwedNothing() {
    enqueue(low, 1_000);
    start(weighted(), 4, task -> started(task, Duration.ZERO));
    Eventually.eventually(() -> starts.size() == 1_000);

    worker.quiet().block(SOON);
    queues.forEach(queue -> enqueue(queue, 1_000));
    worker.resume().block(SOON);
    Eventually.eventually(() -> starts.size() >= 2_000);

    List<String> later = startsUntil(2_000).subList(1_100, 2_000);
    assertThat(count(low, later)).as("of %s", later.size()).isGreaterThan(40);
  }

  @Test
  void aSlotNeverWaitsForAQueueThatHasNothing() {
    for (QueueShares shares : List.of(strict(), weighted())) {
      starts.clear();
      Worker each =
          sluice.worker(shares).concurrency(5).handle(ECHO, task -> untilStopped(task)).start();
      enqueue(low, 5);

      Eventually.eventually(() -> starts.size() == 5);
      assertThat(each.running()).isEqualTo(5);
      each.stop(Duration.ZERO).block(SOON);
      queues.forEach(queue -> assertThat(ENGINE.stats(queue).block(SOON).workers()).isZero());
      drain(low);
    }
    start(strict(), 1, task -> started(task, Duration.ZERO));
  }

  @Test
  void eachQueueIsPickedUpByAWordThoughTheOthersAreIdle() {
    start(strict(), 3, task -> Mono.just(task.queue().value()));
    Eventually.eventually(() -> queues.stream().allMatch(ENGINE.tampering()::waitsForAWord));

    for (int round = 0; round < 20; round++) {
      for (String queue : queues) {
        assertThat(sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result).block(SOON))
            .isEqualTo(queue);
      }
    }
    assertThat(ENGINE.tampering().blocked()).isZero();
  }

  @Test
  void noMoreIsHeldThanThereAreSlotsAndWhatWaitsIsClaimedByNobody() {
    queues.forEach(queue -> enqueue(queue, 20));

    start(weighted(), 10, this::untilStopped);

    Eventually.eventually(() -> starts.size() == 10);
    assertThat(worker.running()).isEqualTo(10);
    assertThat(queues.stream().mapToLong(queue -> counts(queue).running()).sum()).isEqualTo(10);
    assertThat(queues.stream().mapToLong(queue -> counts(queue).ready()).sum()).isEqualTo(50);
    assertThat(starts).contains(critical, normal, low);
  }

  @Test
  void aTaskOfAnyQueueIsCancelled() {
    start(strict(), 5, this::untilStopped);
    for (String queue : queues) {
      String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();
      Eventually.eventually(() -> starts.contains(queue));

      sluice.tasks().cancel(queue, id).block(SOON);

      assertThat(ENGINE.ended(queue, id).state().name()).isEqualTo("CANCELLED");
    }
    Eventually.eventually(() -> worker.running() == 0);
  }

  @Test
  void stoppingGivesBackWhatIsHeldOfEveryQueue() {
    start(weighted(), 6, this::untilStopped);
    queues.forEach(queue -> enqueue(queue, 2));
    Eventually.eventually(() -> starts.size() == 6);

    worker.stop(Duration.ofMillis(50)).block(SOON);

    for (String queue : queues) {
      assertThat(counts(queue).ready()).isEqualTo(2);
      assertThat(ENGINE.stats(queue).block(SOON).totals().released()).isEqualTo(2);
      assertThat(ENGINE.stats(queue).block(SOON).workers()).isZero();
    }
  }

  @Test
  void quietAndFewerSlotsGoForAllQueuesTogether() {
    start(strict(), 4, this::untilStopped);
    Eventually.eventually(() -> queues.stream().allMatch(ENGINE.tampering()::waitsForAWord));
    worker.quiet().block(SOON);
    queues.forEach(queue -> enqueue(queue, 5));
    assertThat(starts).isEmpty();

    worker.concurrency(2).block(SOON);
    worker.resume().block(SOON);

    Eventually.eventually(() -> starts.size() == 2);
    assertThat(starts).containsOnly(critical);
    worker.concurrency(7).block(SOON);
    Eventually.eventually(() -> starts.size() == 7);
    assertThat(starts).containsOnly(critical, normal);
    assertThat(worker.queues()).extracting(QueueName::value).containsExactlyElementsOf(queues);
    assertThat(worker.queue().value()).isEqualTo(critical);
  }

  @Test
  void theLoopsOfEveryQueueAreSeenByHealth() {
    start(strict(), 4, task -> started(task, Duration.ZERO));

    Health health =
        Eventually.eventually(
            sluice.health(),
            now ->
                queues.stream()
                    .allMatch(
                        queue ->
                            now.loops().stream()
                                .anyMatch(loop -> loop.name().equals("extend " + queue))));

    assertThat(health.ready()).isTrue();
    assertThat(health.loops())
        .extracting(Health.Loop::name)
        .containsAll(queues.stream().map(queue -> "claim " + queue).toList());
  }

  @Test
  void aQueueWhoseClaimsFailKeepsNoSlotFromTheOthers() {
    ENGINE.tampering().breakReady(QueueName.of(critical));
    enqueue(low, 500);

    start(strict(), 2, task -> started(task, Duration.ZERO));

    Eventually.eventually(() -> starts.size() == 500);
    ENGINE.tampering().dropReady(QueueName.of(critical));
    enqueue(critical, 3);
    Eventually.eventually(() -> starts.size() == 503);
  }

  @Test
  void aPausedQueueKeepsNoSlotFromTheOthers() {
    ENGINE.tampering().pause(QueueName.of(critical));
    enqueue(critical, 5);
    enqueue(low, 500);

    start(strict(), 2, task -> started(task, Duration.ZERO));

    Eventually.eventually(() -> starts.size() == 500);
    ENGINE.tampering().resume(QueueName.of(critical));
    Eventually.eventually(() -> starts.size() == 505);
  }

  @Test
  void whatStandsBehindManyCancelledTasksIsFoundThoughNoWordIsSaidOfIt() {
    start(strict(), 300, task -> started(task, Duration.ZERO));
    worker.quiet().block(SOON);
    List<String> gone =
        sluice
            .enqueueAll(low, Flux.range(0, 1_000).map(i -> ECHO.with("x").correlate(i)))
            .map(answer -> ((EnqueueResult.Accepted<Integer>) answer).task().id().value())
            .collectList()
            .block(SOON);
    Flux.fromIterable(gone).flatMap(id -> sluice.tasks().cancel(low, id), 100).blockLast(SOON);
    enqueue(low, 10);

    worker.resume().block(SOON);

    Eventually.eventually(() -> starts.size() == 10);
  }

  private QueueShares strict() {
    return QueueShares.strict(critical, normal, low);
  }

  private QueueShares weighted() {
    return QueueShares.weighted(Map.of(critical, 6, normal, 3, low, 1));
  }

  private void start(QueueShares shares, int slots, TaskHandler<String, String> handler) {
    worker = sluice.worker(shares).concurrency(slots).handle(ECHO, handler).start();
  }

  private Mono<String> started(TaskContext<String> task, Duration length) {
    return Mono.defer(
        () -> {
          starts.add(task.queue().value());
          mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
          Mono<String> run = length.isZero() ? Mono.empty() : Mono.delay(length).then(Mono.empty());
          // Before its end is told: that frees the slot, and the next begins on another thread.
          return run.doOnTerminate(running::decrementAndGet).doOnCancel(running::decrementAndGet);
        });
  }

  private Mono<String> untilStopped(TaskContext<String> task) {
    starts.add(task.queue().value());
    return Mono.never();
  }

  private void drain(String queue) {
    Worker other = sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().ready() == 0);
    other.stop(SOON).block(SOON);
  }

  private List<String> startsUntil(int end) {
    return starts.stream().limit(end).toList();
  }

  private static long count(String queue, List<String> among) {
    return among.stream().filter(queue::equals).count();
  }

  private QueueView.Counts counts(String queue) {
    return ENGINE.stats(queue).block(SOON).counts();
  }

  private void enqueue(String queue, int count) {
    sluice.enqueueAll(queue, Flux.range(0, count).map(i -> ECHO.with("t" + i))).blockLast(SOON);
  }

  /** The place of the start in the middle of those of a queue. */
  private double median(String queue) {
    List<String> all = List.copyOf(starts);
    int[] places = IntStream.range(0, all.size()).filter(i -> all.get(i).equals(queue)).toArray();
    return places[places.length / 2];
  }
}
