package io.sluice.store.newest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Act;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.SettleContract;
import io.sluice.store.StoredTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Debounce: each task of a burst puts off the start of the newest, at most until a time. */
public interface DebounceContract extends ContractSetup {
  Duration QUIET = Duration.ofMinutes(2);
  Duration MOST = Duration.ofMinutes(3);
  Duration INSTANT = Duration.ofMillis(20);

  /** How far a lookup may be from the enqueue. */
  Duration NEAR = Duration.ofSeconds(30);

  private static TaskId next(TestQueue queue, Duration quiet, Duration most) {
    return queue.take(queue.unique(queue.newId(), Unique.debounce("k", quiet, most)));
  }

  private static void assertDueIn(TestQueue queue, TaskId id, Duration from, Duration to) {
    queue.assertState(id, TaskState.SCHEDULED);
    Instant now = queue.store().now();
    assertThat(queue.find(id).runAt()).isBetween(now.plus(from), now.plus(to));
  }

  @Test
  default void theFirstOfABurstWaitsForTheQuietTime() {
    TestQueue queue = queue();
    TaskId first = next(queue, QUIET, null);

    assertDueIn(queue, first, QUIET.minus(NEAR), QUIET.plusMillis(1000));
    assertThat(queue.session().claim(5)).isEmpty();
  }

  @Test
  default void eachOfABurstTakesThePlaceOfTheOneBefore() {
    TestQueue queue = queue();
    TaskId first = next(queue, QUIET, null);
    TaskId second = next(queue, QUIET.multipliedBy(2), null);

    queue.assertState(first, TaskState.CANCELLED);
    assertDueIn(queue, second, QUIET.multipliedBy(2).minus(NEAR), QUIET.multipliedBy(2).plus(NEAR));
    assertThat(queue.counts().scheduled()).isEqualTo(1);
  }

  @Test
  default void theNewestRunsAfterTheQuietTime() {
    TestQueue queue = queue();
    next(queue, INSTANT, null);
    TaskId second = next(queue, INSTANT, null);

    Eventually.eventually(() -> queue.promote().moved() == 1);

    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(second);
    queue.assertBalanced();
  }

  @Test
  default void whatIsReadyAfterItsQuietTimeAndHasNotBegunIsPutOffToo() {
    TestQueue queue = queue();
    TaskId first = next(queue, INSTANT, null);
    Eventually.eventually(() -> queue.promote().moved() == 1);

    TaskId second = next(queue, QUIET, null);

    queue.assertState(first, TaskState.CANCELLED);
    queue.assertState(second, TaskState.SCHEDULED);
  }

  @Test
  default void theStartIsNotPutOffBeyondTheMostCountedFromTheFirst() {
    TestQueue queue = queue();
    next(queue, INSTANT, INSTANT);
    Eventually.eventually(
        () -> {
          TaskId newest = next(queue, INSTANT, INSTANT);
          return queue.find(newest).state() == TaskState.READY;
        });
    assertThat(queue.counts().ready()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aBurstThatMayBePutOffNoMoreIsNextInLine() {
    TestQueue queue = queue();
    next(queue, INSTANT, INSTANT);
    Eventually.eventually(() -> queue.promote().moved() == 1);
    TaskId other = queue.ready();

    TaskId newest = next(queue, INSTANT, INSTANT);

    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(newest, other);
    queue.assertBalanced();
  }

  @Test
  default void aBurstOfAGroupThatMayBePutOffNoMoreHasThePlaceOfItsFirst() {
    TestQueue queue = queue();
    queue.take(inGroup(queue, Unique.debounce("k", INSTANT, INSTANT)));
    TaskId other = queue.take(inGroup(queue, Unique.keepLast("other")));
    Eventually.eventually(() -> queue.promote().moved() == 1);

    TaskId newest = queue.take(inGroup(queue, Unique.debounce("k", INSTANT, INSTANT)));

    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(newest, other);
    queue.assertBalanced();
  }

  private static EnqueueItem inGroup(TestQueue queue, Unique unique) {
    StoredTask task = queue.task(queue.newId());
    TaskOptions options = TaskOptions.NONE.placed(4, "tenant");
    return new EnqueueItem(
        new StoredTask(task.id(), task.type(), task.createdAt(), options, task.payload()),
        true,
        Duration.ZERO,
        null,
        unique,
        null);
  }

  @Test
  default void theMostCountsFromTheFirstAlsoWhenLaterOnesWaitForLonger() {
    TestQueue queue = queue();
    next(queue, QUIET, MOST);
    TaskId second = next(queue, MOST, MOST);
    TaskId third = next(queue, MOST, MOST.multipliedBy(2));

    queue.assertState(second, TaskState.CANCELLED);
    assertDueIn(queue, third, MOST.minus(NEAR), MOST.plusMillis(1000));
  }

  @Test
  default void aBurstIsOverOnceItsTaskWasTried() {
    TestQueue queue = queue();
    next(queue, INSTANT, INSTANT);
    Eventually.eventually(() -> queue.promote().moved() == 1);
    queue.settle(queue.session().claim(), new Outcome.Retry(MOST, Failure.of("T", "no")));

    TaskId next = next(queue, QUIET, QUIET);

    assertDueIn(queue, next, QUIET.minus(NEAR), QUIET.plusMillis(1000));
    assertThat(queue.counts().retrying()).isZero();
  }

  @Test
  default void behindARunTheNewestWaitsForItsOwnQuietTime() {
    TestQueue queue = queue();
    next(queue, INSTANT, null);
    Eventually.eventually(() -> queue.promote().moved() == 1);
    TestSession session = queue.session();
    ClaimedTask runs = session.claim();
    next(queue, QUIET, null);
    TaskId newest = next(queue, QUIET, null);
    queue.assertState(newest, TaskState.SCHEDULED);
    assertThat(queue.find(newest).runAt()).isNull();

    queue.settle(runs, SettleContract.DONE);

    assertDueIn(queue, newest, QUIET.minus(NEAR), QUIET);
    assertThat(queue.counts().scheduled()).isEqualTo(1);
    queue.admin().act(newest, Act.RUN_NOW);
    assertThat(TestSession.ids(session.claim(5))).containsExactly(newest);
  }

  @Test
  default void behindARunThatIsLongerThanTheQuietTimeTheNewestIsReadyAtItsEnd() {
    TestQueue queue = queue();
    next(queue, INSTANT, null);
    Eventually.eventually(() -> queue.promote().moved() == 1);
    TestSession session = queue.session();
    ClaimedTask runs = session.claim();
    TaskId newest = next(queue, INSTANT, null);
    Instant due = queue.store().now().plus(INSTANT);
    Eventually.eventually(() -> queue.store().now().isAfter(due.plus(INSTANT)));
    queue.promote();
    queue.assertState(newest, TaskState.SCHEDULED);

    queue.settle(runs, new Outcome.Bury(Failure.of("T", "no")));

    queue.assertState(newest, TaskState.READY);
    assertThat(TestSession.ids(session.claim(5))).containsExactly(newest);
  }

  @Test
  default void aBurstBehindARunGoesOnWhenThatIsOver() {
    TestQueue queue = queue();
    next(queue, INSTANT, null);
    Eventually.eventually(() -> queue.promote().moved() == 1);
    ClaimedTask runs = queue.session().claim();
    next(queue, QUIET, MOST);
    queue.settle(runs, SettleContract.DONE);

    TaskId last = next(queue, MOST.multipliedBy(2), MOST.multipliedBy(2));
    TaskId bounded = next(queue, MOST, MOST);

    queue.assertState(last, TaskState.CANCELLED);
    assertDueIn(queue, bounded, MOST.minus(NEAR), MOST.plusMillis(1000));
  }
}
