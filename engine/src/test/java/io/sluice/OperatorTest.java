package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueFullException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.Redrive;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What an operator does to a queue. */
class OperatorTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, String> OTHER =
      TaskType.of("other", String.class, String.class);

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void aPausedQueueGivesNothingOutUntilItIsResumed() {
    sluice.queues().pause(queue, "maintenance", null).block(SOON);
    sluice.worker(queue).handle(ECHO, task -> Mono.just("done")).start();
    String id = enqueue(1);

    assertThat(ENGINE.stats(queue).block(SOON).pause().reason()).isEqualTo("maintenance");
    Eventually.eventually(() -> ENGINE.stats(queue).block(SOON).workers() == 1);
    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.READY);

    sluice.queues().resume(queue).block(SOON);
    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.stats(queue).block(SOON).paused()).isFalse();
  }

  @Test
  void aPauseForATimeEndsByItself() {
    sluice.queues().pause(queue, "", Duration.ofMillis(300)).block(SOON);
    sluice.worker(queue).handle(ECHO, task -> Mono.just("done")).start();

    assertThat(ENGINE.ended(queue, enqueue(1)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.stats(queue).block(SOON).paused()).isFalse();
  }

  @Test
  void aQueueTakesNoMoreThanItsBacklogAndTellsWhenToComeAgain() {
    sluice.queues().configure(queue, new QueueSettings(2L, null, null, null)).block(SOON);
    enqueue(2);

    assertThatThrownBy(() -> enqueue(1))
        .isInstanceOfSatisfying(
            QueueFullException.class,
            full -> {
              assertThat(full.maxBacklog()).isEqualTo(2);
              assertThat(full.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
            });
    sluice.queues().configure(queue, QueueSettings.NONE).block(SOON);
    enqueue(1);
  }

  @Test
  void noMoreTasksRunAtOnceThanTheQueueAllows() {
    sluice.queues().configure(queue, new QueueSettings(null, 3L, null, null)).block(SOON);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      sluice
          .worker(queue)
          .concurrency(8)
          .handle(
              ECHO,
              task ->
                  Mono.delay(Duration.ofMillis(5))
                      .doOnSubscribe(
                          begin -> most.accumulateAndGet(running.incrementAndGet(), Math::max))
                      .doOnTerminate(running::decrementAndGet)
                      .thenReturn("done"))
          .start();
    }
    enqueue(60);

    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().succeeded() == 60);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new QueueSettings(-1L, null, null, null))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new QueueSettings(null, 0L, null, null))
        .isInstanceOf(InvalidTaskException.class);
  }

  @Test
  void deadTasksAreRedrivenByTypeAndErrorAndCountedBefore() {
    bury(10);
    Redrive some = Redrive.ALL.type("other").error(IllegalArgumentException.class.getName());
    assertThat(sluice.queues().countRedrive(queue, Redrive.ALL).block(SOON)).isEqualTo(20);
    assertThat(sluice.queues().countRedrive(queue, some).block(SOON)).isEqualTo(5);

    BulkAction begun = sluice.queues().redrive(queue, some).block(SOON);
    BulkAction done = done(begun.id());

    assertThat(done.processed()).isEqualTo(5);
    assertThat(ENGINE.stats(queue).block(SOON).counts().dead()).isEqualTo(15);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(5);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aRedriveKeepsItsRateAndCanBeAborted() {
    bury(100);

    BulkAction begun = sluice.queues().redrive(queue, Redrive.ALL.rate(20)).block(SOON);
    Eventually.eventually(sluice.queues().bulkAction(begun.id()), now -> now.processed() > 2);
    BulkAction aborted = sluice.queues().abort(begun.id()).block(SOON);

    assertThat(aborted.progress()).isEqualTo(BulkAction.Progress.ABORTED);
    assertThat(aborted.processed()).isBetween(3L, 150L);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(aborted.processed());
    assertThat(sluice.queues().bulkAction("none-" + queue).blockOptional(SOON)).isEmpty();
    assertThat(sluice.queues().bulkAction("nonsense").blockOptional(SOON)).isEmpty();
  }

  @Test
  void whatWaitsAndWhatIsDeadIsPurged() {
    bury(10);
    enqueue(700);
    String cancelled = enqueue(1);
    sluice.tasks().cancel(queue, cancelled).block(SOON);

    BulkAction ready = done(sluice.queues().purge(queue, TaskState.READY).block(SOON).id());
    BulkAction dead = done(sluice.queues().purge(queue, TaskState.DEAD).block(SOON).id());

    assertThat(ready.processed()).isEqualTo(700);
    assertThat(dead.processed()).isEqualTo(20);
    assertThat(ENGINE.stats(queue).block(SOON).totals().purged()).isEqualTo(720);
    assertThat(ENGINE.audit(queue).unfinished()).isZero();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
    assertThatThrownBy(() -> sluice.queues().purge(queue, TaskState.RUNNING).block(SOON))
        .isInstanceOf(InvalidTaskException.class);
  }

  private BulkAction done(String id) {
    return Eventually.eventually(
        sluice.queues().bulkAction(id), now -> now.progress() == BulkAction.Progress.DONE);
  }

  /** Twice as many are dead: of two types, half of each with one error and half with another. */
  private void bury(int each) {
    AtomicInteger count = new AtomicInteger();
    Worker worker =
        sluice
            .worker(queue)
            .handle(ECHO, task -> Mono.error(error(count.getAndIncrement())))
            .handle(OTHER, task -> Mono.error(error(Integer.parseInt(task.payload()))))
            .start();
    Flux.range(0, each)
        .flatMap(
            i ->
                sluice
                    .enqueue(queue, ECHO.with("x").retry(attempts(1)))
                    .then(sluice.enqueue(queue, OTHER.with("" + i).retry(attempts(1)))))
        .blockLast(SOON);
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().dead() == 2L * each);
    worker.stop(Duration.ofSeconds(1)).block(SOON);
  }

  private static Exception error(int number) {
    return number % 2 == 0
        ? new IllegalStateException("even")
        : new IllegalArgumentException("odd");
  }

  private String enqueue(int tasks) {
    return Flux.range(0, tasks)
        .flatMapSequential(i -> sluice.enqueue(queue, ECHO.with("x")))
        .blockLast(SOON)
        .id()
        .value();
  }
}
