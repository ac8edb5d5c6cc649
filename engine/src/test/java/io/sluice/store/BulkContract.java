package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.protocol.TaskStore;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.BulkAction.Kind;
import io.sluice.task.view.BulkAction.Progress;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Acts on many tasks: done in parts by whoever calls, and each task once. */
interface BulkContract extends ContractSetup {
  int MANY = 700;

  private static BulkPlan redrive(int rate, String type, String error) {
    return new BulkPlan("b1", Kind.REDRIVE, TaskState.DEAD, rate, type, error);
  }

  static BulkPlan purge(TaskState state) {
    return new BulkPlan("b1", Kind.PURGE, state, 0, "", "");
  }

  private static List<TaskId> settle(TestQueue queue, int count, Outcome outcome) {
    List<TaskId> ids = queue.ready(count);
    TestSession session = queue.session();
    for (int claimed = 0; claimed < count; ) {
      List<ClaimedTask> tasks = session.claim(TaskStore.MAX_BATCH);
      queue.settle(
          tasks.stream()
              .map(task -> TestQueue.settlement(task, outcome))
              .toArray(Settlement[]::new));
      claimed += tasks.size();
    }
    return ids;
  }

  private static List<TaskId> bury(TestQueue queue, int count, String error) {
    return settle(queue, count, new Outcome.Bury(Failure.of(error, "no")));
  }

  @Test
  default void aRedriveGivesEachDeadLetterANewLife() {
    TestQueue queue = queue();
    bury(queue, MANY, "T");

    BulkAction begun = queue.admin().begin(redrive(0, "", ""));

    assertThat(begun.queue()).isEqualTo(queue.name());
    assertThat(begun.kind()).isEqualTo(Kind.REDRIVE);
    assertThat(begun.progress()).isEqualTo(Progress.RUNNING);
    assertThat(begun.matched()).isEqualTo(MANY);
    assertThat(begun.processed()).isZero();
    BulkStep step = queue.admin().step();
    assertThat(step.processed()).isPositive().isLessThan(MANY);
    queue.assertBalanced();
    assertThat(step.processed() + queue.admin().stepAll()).isEqualTo(MANY);
    BulkAction done = queue.admin().bulkAction("b1").orElseThrow();
    assertThat(done.progress()).isEqualTo(Progress.DONE);
    assertThat(done.processed()).isEqualTo(MANY);
    assertThat(done.startedAt()).isEqualTo(begun.startedAt());
    assertThat(queue.counts().ready()).isEqualTo(MANY);
    assertThat(queue.counts().dead()).isZero();
    assertThat(queue.totals().redriven()).isEqualTo(MANY);
    assertThat(queue.session().claim(1).get(0).failures()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void onlyWhatFailedWithThatErrorIsRedriven() {
    TestQueue queue = queue();
    List<TaskId> others = bury(queue, 300, "a.Other");
    List<TaskId> mine = bury(queue, 300, "a.Mine");
    others.addAll(bury(queue, 30, "a.Other"));
    BulkPlan plan = redrive(0, "", "a.Mine");

    assertThat(queue.admin().count(plan)).isEqualTo(mine.size());
    queue.admin().begin(plan);
    assertThat(queue.admin().stepAll()).isEqualTo(mine.size());

    BulkAction done = queue.admin().bulkAction("b1").orElseThrow();
    assertThat(done.matched()).isEqualTo(mine.size());
    assertThat(done.progress()).isEqualTo(Progress.DONE);
    assertThat(queue.admin().all(TaskState.READY, 200)).containsExactlyInAnyOrderElementsOf(mine);
    assertThat(queue.admin().all(TaskState.DEAD, 200)).containsExactlyInAnyOrderElementsOf(others);
    queue.assertBalanced();
  }

  @Test
  default void onlyTasksOfThatTypeAreRedriven() {
    TestQueue queue = queue();
    bury(queue, 5, "T");
    TaskId other = queue.newId();
    StoredTask task = queue.task(other);
    queue.enqueue(
        new EnqueueItem(
            new StoredTask(other, "another.type", task.createdAt(), task.options(), task.payload()),
            true,
            Duration.ZERO,
            null));
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));

    queue.admin().begin(redrive(0, "another.type", ""));

    assertThat(queue.admin().stepAll()).isEqualTo(1);
    queue.assertState(other, TaskState.READY);
    assertThat(queue.counts().dead()).isEqualTo(5);
  }

  @Test
  default void whatDiesAfterItBeganIsNotRedriven() {
    TestQueue queue = queue();
    List<TaskId> before = bury(queue, 3, "T");
    queue.admin().begin(redrive(0, "", ""));
    Instant begun = queue.store().now();
    Eventually.eventually(() -> queue.store().now().isAfter(begun));
    List<TaskId> after = bury(queue, 3, "T");

    assertThat(queue.admin().stepAll()).isEqualTo(3);

    assertThat(queue.admin().all(TaskState.READY, 10)).containsExactlyInAnyOrderElementsOf(before);
    assertThat(queue.admin().all(TaskState.DEAD, 10)).containsExactlyInAnyOrderElementsOf(after);
  }

  @Test
  default void aRateIsKept() {
    TestQueue queue = queue();
    bury(queue, MANY, "T");
    // By the clock of the test: what a store takes for the time of its server is an estimate.
    long start = System.nanoTime();
    queue.admin().begin(redrive(1000, "", ""));

    long processed = 0;
    long elapsed = 0;
    while (processed < MANY) {
      BulkStep step = queue.admin().step();
      processed += step.processed();
      elapsed = Duration.ofNanos(System.nanoTime() - start).toMillis() + 1;
      assertThat(processed).isLessThanOrEqualTo(elapsed);
    }

    assertThat(elapsed).isGreaterThanOrEqualTo(MANY - 1);
    queue.assertBalanced();
  }

  @Test
  default void anActThatIsAbortedStaysWhereItIs() {
    TestQueue queue = queue();
    bury(queue, MANY, "T");
    queue.admin().begin(redrive(0, "", ""));
    int done = queue.admin().step().processed();

    BulkAction aborted = queue.admin().abort("b1").orElseThrow();

    assertThat(aborted.progress()).isEqualTo(Progress.ABORTED);
    assertThat(aborted.processed()).isEqualTo(done);
    assertThat(queue.admin().abort("b1").orElseThrow()).isEqualTo(aborted);
    assertThat(queue.admin().step()).isEqualTo(new BulkStep(0, null));
    assertThat(queue.counts().dead()).isEqualTo(MANY - done);
    queue.assertBalanced();
  }

  @Test
  default void anotherCallerGoesOnWhereTheFirstStopped() {
    TestQueue queue = queue();
    bury(queue, MANY, "T");
    TestQueue other = queue.through(store(config -> config.withSessionLife(Duration.ofSeconds(9))));
    queue.admin().begin(redrive(0, "", ""));
    int first = queue.admin().step().processed();

    assertThat(first + other.admin().stepAll()).isEqualTo(MANY);
    assertThat(other.admin().bulkAction("b1").orElseThrow().progress()).isEqualTo(Progress.DONE);
  }

  @Test
  default void oneThatBeganIsNotBegunAgain() {
    TestQueue queue = queue();
    bury(queue, 3, "T");
    BulkAction begun = queue.admin().begin(redrive(0, "", ""));

    assertThat(queue.admin().begin(redrive(0, "", ""))).isEqualTo(begun);
    assertThat(queue.admin().stepAll()).isEqualTo(3);
    assertThat(queue.admin().begin(redrive(0, "", "")).progress()).isEqualTo(Progress.DONE);
    assertThat(queue.admin().stepAll()).isZero();
  }

  @Test
  default void whatNobodyBeganIsUnknown() {
    TestQueue queue = queue();

    assertThat(queue.admin().bulkAction("never")).isEmpty();
    assertThat(queue.admin().abort("never")).isEmpty();
    assertThat(queue.admin().step()).isEqualTo(new BulkStep(0, null));
  }

  @Test
  default void severalAreDoneOneAfterTheOther() {
    TestQueue queue = queue();
    bury(queue, 3, "T");
    queue.ready(2);
    queue.admin().begin(redrive(0, "", ""));
    BulkAction second =
        queue.admin().begin(new BulkPlan("b2", Kind.PURGE, TaskState.READY, 0, "", ""));
    assertThat(second.waitingFor()).isEqualTo("b1");
    assertThat(queue.admin().bulkAction("b1").orElseThrow().waitingFor()).isNull();
    assertThat(queue.admin().bulkActions())
        .extracting(BulkAction::id, BulkAction::waitingFor)
        .containsExactlyInAnyOrder(tuple("b1", null), tuple("b2", "b1"));
    assertThat(TestQueue.now(queue.store().upkeep().sweep(queue.name())).acting()).isTrue();

    queue.admin().stepAll();

    assertThat(queue.admin().bulkAction("b1").orElseThrow().processed()).isEqualTo(3);
    assertThat(queue.admin().bulkAction("b2").orElseThrow().processed()).isEqualTo(2);
    assertThat(queue.admin().bulkAction("b2").orElseThrow().waitingFor()).isNull();
    assertThat(queue.admin().bulkActions()).hasSize(2);
    assertThat(TestQueue.now(queue.store().upkeep().sweep(queue.name())).acting()).isFalse();
    queue.assertBalanced();
  }

  @Test
  default void aPurgeOfReadyTasksTakesThoseThatWereThere() {
    TestQueue queue = queue();
    List<TaskId> before = queue.ready(MANY);
    queue.cancel(before.get(3));
    BulkAction begun = queue.admin().begin(purge(TaskState.READY));
    List<TaskId> after = queue.ready(2);

    queue.admin().stepAll();

    assertThat(begun.matched()).isEqualTo(MANY - 1);
    assertThat(queue.admin().bulkAction("b1").orElseThrow().processed()).isEqualTo(MANY - 1);
    assertThat(queue.totals().purged()).isEqualTo(MANY - 1);
    queue.assertState(before.get(3), TaskState.CANCELLED);
    assertThat(TestSession.ids(queue.session().claim(9))).isEqualTo(after);
    queue.assertBalanced();
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"SCHEDULED", "RETRYING", "DEAD", "SUCCEEDED", "CANCELLED"})
  default void aPurgeLeavesNothingOfAState(TaskState state) {
    TestQueue queue = queue();
    List<TaskId> ids = new ArrayList<>(into(queue, state));
    BulkAction begun = queue.admin().begin(purge(state));

    assertThat(queue.admin().stepAll()).isEqualTo(ids.size());

    assertThat(begun.matched()).isEqualTo(ids.size());
    ids.forEach(queue::assertUnknown);
    boolean countedBefore = state == TaskState.SUCCEEDED || state == TaskState.CANCELLED;
    assertThat(queue.totals().purged()).isEqualTo(countedBefore ? 0 : ids.size());
    assertThat(queue.admin().bulkAction("b1").orElseThrow().progress()).isEqualTo(Progress.DONE);
  }

  private static List<TaskId> into(TestQueue queue, TaskState state) {
    if (state == TaskState.SCHEDULED) {
      TaskId id = queue.newId();
      queue.enqueue(queue.delayed(id, Duration.ofHours(1)));
      return List.of(id);
    }
    return settle(
        queue,
        300,
        switch (state) {
          case RETRYING -> new Outcome.Retry(Duration.ofHours(1), Failure.of("T", "no"));
          case DEAD -> new Outcome.Bury(Failure.of("T", "no"));
          case SUCCEEDED -> SettleContract.DONE;
          default -> Outcome.CANCEL;
        });
  }
}
