package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class BatchHandlerTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  /** Longer than any test. */
  private static final Duration NEVER = Duration.ofMinutes(3);

  private static final Duration SHORT = Duration.ofMillis(20);

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<List<TaskContext<String>>> batches = new CopyOnWriteArrayList<>();

  @Test
  void fullBatchesGoOutAtOnceAndEachTaskGetsItsOwnResult() {
    List<String> ids = enqueue(60);
    Worker worker = start(20, 10, NEVER, BatchHandlerTest::echo);

    for (int i = 0; i < ids.size(); i++) {
      assertThat(ENGINE.ended(queue, ids.get(i)).result()).asString().isEqualTo("\"t" + i + "!\"");
    }
    assertThat(batches).hasSize(6).allMatch(batch -> batch.size() == 10);
    assertThat(worker.running()).isLessThanOrEqualTo(20);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void whatHasComeGoesOutWhenTheWaitIsOver() {
    List<String> ids = enqueue(3);
    start(10, 10, SHORT, BatchHandlerTest::echo);

    ids.forEach(id -> assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED));
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(3);
  }

  @Test
  void noMoreAreHeldThanThereAreSlots() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<String> ids = enqueue(100);
    start(
        7,
        3,
        SHORT,
        tasks ->
            Mono.delay(Duration.ofMillis(2))
                .doOnSubscribe(
                    begin -> most.accumulateAndGet(now.addAndGet(tasks.size()), Math::max))
                .doOnTerminate(() -> now.addAndGet(-tasks.size()))
                .thenMany(echo(tasks)));

    ids.forEach(id -> assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED));
    assertThat(most.get()).isBetween(3, 7);
    assertThat(batches).allMatch(batch -> batch.size() <= 3);
  }

  @Test
  void eachTaskHasAnOutcomeOfItsOwn() {
    List<String> ids = enqueue(7, ECHO.with("").retry(attempts(5)));
    AtomicInteger calls = new AtomicInteger();
    IllegalStateException cause = new IllegalStateException("not now");
    start(
        7,
        7,
        NEVER,
        tasks ->
            calls.getAndIncrement() > 0
                ? Flux.never()
                : Flux.just(
                    BatchOutcome.succeed(of(tasks, 0), "done"),
                    BatchOutcome.succeed(of(tasks, 1), null),
                    BatchOutcome.retry(of(tasks, 2), cause, Duration.ofHours(1)),
                    BatchOutcome.bury(of(tasks, 3), "never"),
                    BatchOutcome.snooze(of(tasks, 4), Duration.ofHours(1)),
                    BatchOutcome.retry(of(tasks, 5), cause, Duration.ofHours(2)),
                    BatchOutcome.bury(of(tasks, 5), "told before"),
                    BatchOutcome.release(of(tasks, 6))));

    assertThat(ENGINE.ended(queue, ids.get(0)).result()).asString().isEqualTo("\"done\"");
    assertThat(ENGINE.ended(queue, ids.get(1)).result()).isEmpty();
    assertThat(until(ids.get(2), TaskState.RETRYING).failure().message()).isEqualTo("not now");
    assertThat(ENGINE.ended(queue, ids.get(3)).failure().message()).isEqualTo("never");
    assertThat(until(ids.get(4), TaskState.SCHEDULED).attempt()).isZero();
    assertThat(until(ids.get(5), TaskState.RETRYING).attempt()).isEqualTo(1);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().released() == 1);
    assertThat(ENGINE.find(queue, ids.get(6)).failure()).isNull();
  }

  @Test
  void aTaskOfWhichNothingIsToldHasAFailedAttempt() {
    List<String> ids = enqueue(2, ECHO.with("").retry(attempts(1)));
    start(2, 2, NEVER, tasks -> echo(List.of(of(tasks, 0))));

    assertThat(ENGINE.ended(queue, ids.get(0)).state()).isEqualTo(TaskState.SUCCEEDED);
    TaskView untold = ENGINE.ended(queue, ids.get(1));
    assertThat(untold.state()).isEqualTo(TaskState.DEAD);
    assertThat(untold.failure().message()).contains("no outcome");
  }

  @Test
  void anErrorOfTheWholeIsAFailedAttemptOfAllThatAreNotToldYet() {
    List<String> ids = enqueue(3, ECHO.with("").retry(attempts(1)));
    start(
        3,
        3,
        NEVER,
        tasks ->
            echo(List.of(of(tasks, 1)))
                .concatWith(Mono.error(new IllegalStateException("the whole"))));

    assertThat(ENGINE.ended(queue, ids.get(1)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.ended(queue, ids.get(0)).failure().message()).isEqualTo("the whole");
    assertThat(ENGINE.ended(queue, ids.get(2)).failure().message()).isEqualTo("the whole");
  }

  @Test
  void whatAHandlerThrowsIsAFailedAttemptOfAllAndTheWorkerGoesOn() {
    List<String> ids = enqueue(2, ECHO.with("").retry(attempts(1)));
    start(
        2,
        2,
        SHORT,
        tasks -> {
          if (of(tasks, 0).payload().equals("good")) {
            return echo(tasks);
          }
          throw new StackOverflowError("too deep");
        });

    for (String id : ids) {
      assertThat(ENGINE.ended(queue, id).failure().type())
          .isEqualTo("java.lang.StackOverflowError");
    }
    assertThat(sluice.enqueue(queue, ECHO.with("good")).flatMap(sluice::result).block(SOON))
        .isEqualTo("good!");
  }

  @Test
  void aTaskThatIsCancelledWhileItIsGatheredLeavesItsPlaceToAnother() {
    start(3, 3, NEVER, BatchHandlerTest::echo);
    List<String> first = enqueue(2);
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 2);

    sluice.tasks().cancel(queue, first.get(0)).block(SOON);
    assertThat(ENGINE.ended(queue, first.get(0)).state()).isEqualTo(TaskState.CANCELLED);
    assertThat(batches).isEmpty();
    List<String> others = enqueue(2);

    others.forEach(id -> assertThat(ENGINE.ended(queue, id).result()).isNotEmpty());
    assertThat(ENGINE.ended(queue, first.get(1)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(batches).singleElement().satisfies(batch -> assertThat(batch).hasSize(3));
  }

  @Test
  void aBatchThatAllHaveLeftBeforeItWentOutTakesOthers() {
    start(1, 1, NEVER, BatchHandlerTest::echo);
    Worker other = start(queue + "b", 2, 2, NEVER, BatchHandlerTest::echo);
    String left = enqueueTo(queue + "b", ECHO.with("left"));
    Eventually.eventually(() -> other.running() == 1);
    sluice.tasks().cancel(queue + "b", left).block(SOON);
    assertThat(ENGINE.ended(queue + "b", left).state()).isEqualTo(TaskState.CANCELLED);

    List<String> two =
        List.of(enqueueTo(queue + "b", ECHO.with("one")), enqueueTo(queue + "b", ECHO.with("two")));

    two.forEach(
        id -> assertThat(ENGINE.ended(queue + "b", id).state()).isEqualTo(TaskState.SUCCEEDED));
  }

  @Test
  void aTaskThatIsCancelledWhileItRunsHarmsNoOther() {
    Sinks.Empty<Void> go = Sinks.empty();
    List<String> ids = enqueue(3);
    start(3, 3, NEVER, tasks -> go.asMono().thenMany(echo(tasks)));
    Eventually.eventually(() -> batches.size() == 1);
    TaskContext<String> stopped = of(batches.get(0), 1);

    sluice.tasks().cancel(queue, ids.get(1)).block(SOON);
    stopped.cancelled().block(SOON);
    assertThat(ENGINE.ended(queue, ids.get(1)).state()).isEqualTo(TaskState.CANCELLED);
    go.tryEmitEmpty();

    assertThat(ENGINE.ended(queue, ids.get(0)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.ended(queue, ids.get(2)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aTaskThatTakesTooLongIsCutOffAlone() {
    Sinks.Empty<Void> lateEnded = Sinks.empty();
    start(
        2,
        2,
        NEVER,
        tasks ->
            lateEnded
                .asMono()
                .thenMany(
                    echo(
                        tasks.stream().filter(task -> task.payload().equals("patient")).toList())));
    String patient = enqueueTo(queue, ECHO.with("patient"));
    String late =
        enqueueTo(queue, ECHO.with("late").timeout(Duration.ofMillis(50)).retry(attempts(1)));

    assertThat(ENGINE.ended(queue, late).failure().type()).isEqualTo("io.sluice.AttemptTimeout");
    lateEnded.tryEmitEmpty();

    assertThat(ENGINE.ended(queue, patient).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void theTimeOfAnAttemptDoesNotCountWhileItsBatchGathers() {
    Duration timeout = Duration.ofMillis(50);
    start(2, 2, NEVER, BatchHandlerTest::echo);
    String first = enqueueTo(queue, ECHO.with("first").timeout(timeout).retry(attempts(1)));
    TaskView gathering = ENGINE.becomes(queue, first, TaskState.RUNNING);

    // Long past its time, by the clock of Redis, as every other task shows that is cut off.
    String other = ENGINE.queue();
    sluice.worker(other).handle(ECHO, task -> Mono.never()).start();
    String late =
        enqueueTo(other, ECHO.with("late").timeout(timeout.multipliedBy(4)).retry(attempts(1)));
    assertThat(ENGINE.ended(other, late).failure().at())
        .isAfter(gathering.startedAt().plus(timeout));
    enqueue(1);

    assertThat(ENGINE.ended(queue, first).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void aHandlerThatWorksForNobodyAnyMoreIsCancelled() {
    Sinks.Empty<Void> cancelled = Sinks.empty();
    List<String> ids = enqueue(2);
    start(
        2,
        2,
        NEVER,
        tasks -> Flux.<BatchOutcome<String>>never().doOnCancel(cancelled::tryEmitEmpty));
    Eventually.eventually(() -> batches.size() == 1);

    ids.forEach(id -> sluice.tasks().cancel(queue, id).block(SOON));

    cancelled.asMono().block(SOON);
    ids.forEach(id -> assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.CANCELLED));
  }

  @Test
  void theWaitBoundsABatchThatFindsTooFewFreeSlots() {
    TaskType<String, String> slow = TaskType.of("slow", String.class, String.class);
    sluice
        .worker(queue)
        .concurrency(3)
        .handle(slow, task -> Mono.never())
        .handleBatch(ECHO, 3, SHORT, BatchHandlerTest::echo)
        .start();
    enqueueTo(queue, slow.with("holds a slot"));
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 1);

    enqueue(4)
        .forEach(id -> assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED));
  }

  @Test
  void whatIsGatheredGoesOutWhenItsWorkerStops() {
    Worker worker = start(5, 5, NEVER, BatchHandlerTest::echo);
    List<String> ids = enqueue(2);
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 2);

    worker.stop(NEVER).block(SOON);

    ids.forEach(id -> assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED));
    assertThat(ENGINE.stats(queue).block(SOON).totals().released()).isZero();
  }

  @Test
  void aBatchThatOutlastsTheGraceIsGivenBack() {
    Worker worker = start(2, 2, NEVER, tasks -> Flux.never());
    enqueue(2);
    Eventually.eventually(() -> batches.size() == 1);

    worker.stop(SHORT).block(SOON);

    assertThat(ENGINE.stats(queue).block(SOON).totals().released()).isEqualTo(2);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(2);
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertRefused(() -> start(9, 10, SHORT, BatchHandlerTest::echo), "10", "concurrency of 9");
    assertRefused(() -> start(9, 0, SHORT, BatchHandlerTest::echo), "max of echo", "is 0");
    assertRefused(
        () -> start(9, 9, SHORT.negated(), BatchHandlerTest::echo), "maxWait of echo", "PT-0.02S");
    assertRefused(
        () -> start(9, 9, Duration.ofDays(8), BatchHandlerTest::echo), "maxWait", "PT192H");
    assertRefused(
        () ->
            sluice
                .worker(queue)
                .handle(ECHO, task -> Mono.empty())
                .handleBatch(ECHO, 2, SHORT, BatchHandlerTest::echo),
        "echo",
        "already");
  }

  private static void assertRefused(Runnable building, String... words) {
    assertThatThrownBy(building::run)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(words);
  }

  private Worker start(int slots, int max, Duration wait, Handling handling) {
    return start(queue, slots, max, wait, handling);
  }

  private Worker start(String from, int slots, int max, Duration wait, Handling handling) {
    return sluice
        .worker(from)
        .concurrency(slots)
        .handleBatch(
            ECHO,
            max,
            wait,
            tasks -> {
              batches.add(tasks);
              return handling.handle(tasks);
            })
        .start();
  }

  private interface Handling {
    Publisher<BatchOutcome<String>> handle(List<TaskContext<String>> tasks);
  }

  private static Flux<BatchOutcome<String>> echo(List<TaskContext<String>> tasks) {
    return Flux.fromIterable(tasks).map(task -> BatchOutcome.succeed(task, task.payload() + "!"));
  }

  /** The one that was enqueued as the n-th: strands may hand them on in another order. */
  private static TaskContext<String> of(List<TaskContext<String>> tasks, int n) {
    return tasks.stream()
        .filter(task -> task.payload().equals("t" + n))
        .findFirst()
        .orElseGet(() -> tasks.get(0));
  }

  private TaskView until(String id, TaskState state) {
    return Eventually.eventually(sluice.tasks().find(queue, id), task -> task.state() == state);
  }

  private List<String> enqueue(int count) {
    return enqueue(count, ECHO.with(""));
  }

  private List<String> enqueue(int count, NewTask<String, String> like) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              NewTask<String, String> task = ECHO.with("t" + i);
              return enqueueTo(
                  queue,
                  like.options().retry() == null ? task : task.retry(like.options().retry()));
            })
        .toList();
  }

  private String enqueueTo(String to, NewTask<String, String> task) {
    return sluice.enqueue(to, task).block(SOON).id().value();
  }
}
