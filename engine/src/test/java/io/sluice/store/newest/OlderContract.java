package io.sluice.store.newest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a task that runs while the newest with its key waits behind it. */
public interface OlderContract extends ContractSetup {
  @Test
  default void anOlderOneThatIsToBeTriedAgainIsCancelled() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    pair.queue.settle(pair.runs, NewestContract.RETRY);
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsReleasedIsCancelled() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    pair.queue.settle(pair.runs, new Outcome.Release());
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsSnoozedIsCancelled() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    pair.queue.settle(pair.runs, new Outcome.Snooze(NewestContract.LATER));
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsThrottledIsCancelledAndItsGroupRests() {
    TestQueue queue = queue();
    TaskId older = queue.take(FollowerContract.inGroup(queue, 4));
    TestSession session = queue.session();
    ClaimedTask runs = session.claim();
    TaskId newest = queue.take(FollowerContract.inGroup(queue, 4));

    queue.settle(runs, new Outcome.Throttle(NewestContract.LATER));

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
    assertThat(session.claim(5)).isEmpty();
  }

  @Test
  default void anOlderOneWhoseWorkerDiedIsCancelled() {
    TestQueue queue = queue();
    TaskId older = NewestContract.newest(queue);
    queue.session(TestQueue.SHORT).claim();
    TaskId newest = NewestContract.newest(queue);

    queue.reapUntil(reaped -> reaped.reaped() == 1);

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(newest);
  }

  @Test
  default void anOlderOneThatKillsItsWorkersIsCancelledWhenOneWaitsBehindIt() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(1, Duration.ZERO)));
    TaskId older = NewestContract.newest(queue);
    queue.session(TestQueue.SHORT).claim();
    TaskId newest = NewestContract.newest(queue);

    queue.reapUntil(reaped -> reaped.reaped() == 1);

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
    assertThat(queue.counts().dead()).isZero();
  }

  @Test
  default void whatAWorkerGivesBackUnstartedMakesWayForTheNewest() {
    TestQueue queue = queue();
    TestSession session = queue.session();
    queue.ready();
    TaskId older = NewestContract.newest(queue);
    session.claim(2);
    TaskId newest = NewestContract.newest(queue);

    session.claimWithinAgain(session.lastClaim(), 1, 2);

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
  }

  @Test
  default void nothingIsKeptOfTheOthersWhenNothingIsKeptAtAll() {
    NewestContract.Pair pair =
        new NewestContract.Pair(queue(config -> config.withRetention(Retention.NONE)));
    TaskId third = NewestContract.newest(pair.queue);
    pair.queue.assertUnknown(pair.newest);
    pair.queue.settle(pair.runs, NewestContract.RETRY);

    pair.queue.assertUnknown(pair.older);
    assertThat(TestSession.ids(pair.session.claim(5))).containsExactly(third);
    pair.assertNothingIsBehind();
  }
}
