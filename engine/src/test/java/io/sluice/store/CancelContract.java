package io.sluice.store;

import static io.sluice.store.TestQueue.settlement;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Landing;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.CancelReply;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cancel: what waits never runs, what runs is asked, what has ended stays. */
interface CancelContract extends ContractSetup {
  Outcome SUCCESS = new Outcome.Succeed(new byte[0]);
  Outcome FAIL = new Outcome.Retry(Duration.ZERO, Failure.of("T", "no"));

  private static void assertNeverRuns(TestQueue queue, TaskId id) {
    queue.promote();
    assertThat(queue.session().claim(TaskStore.MAX_BATCH)).isEmpty();
    queue.assertState(id, TaskState.CANCELLED);
    assertThat(queue.totals().cancelled()).isEqualTo(1);
  }

  @Test
  default void aScheduledTaskIsCancelled() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    queue.enqueue(queue.delayed(id, Duration.ofMinutes(1)));

    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);

    queue.assertState(id, TaskState.CANCELLED);
    assertThat(queue.counts().scheduled()).isZero();
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.FINISHED);
    assertNeverRuns(queue, id);
  }

  @Test
  default void aReadyTaskIsCancelledAndDroppedWhenItComesUp() {
    TestQueue queue = queue();
    TaskId first = queue.ready();
    TaskId id = queue.ready();
    TaskId last = queue.ready();

    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);

    queue.assertState(id, TaskState.CANCELLED);
    assertThat(queue.counts().ready()).isEqualTo(2);
    assertThat(queue.counts().cancelled()).isEqualTo(1);
    assertThat(TestSession.ids(queue.session().claim(3))).containsExactly(first, last);
    assertNeverRuns(queue, id);
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.FINISHED);
  }

  @Test
  default void aReadyTaskThatIsCancelledIsGoneAtOnceWhenNothingIsKept() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = queue.ready();

    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);

    queue.assertUnknown(id);
    assertThat(queue.session().claim(1)).isEmpty();
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.UNKNOWN);
    queue.assertUnknown(id);
  }

  @Test
  default void anIdCannotComeBackWhileItsCancelledPredecessorIsInTheList() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = queue.ready();
    queue.cancel(id);

    assertThat(queue.enqueue(queue.given(id))).containsExactly(EnqueueContract.duplicate(id));

    assertThat(queue.session().claim(1)).isEmpty();
    assertThat(queue.enqueue(queue.given(id))).containsExactly(EnqueueReply.ACCEPTED);
    assertThat(TestSession.ids(queue.session().claim(1))).containsExactly(id);
    queue.assertState(id, TaskState.RUNNING);
  }

  @Test
  default void aCancelledTaskInLandingIsDroppedWhenItIsClaimed() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    Landing landing = queue.store().landing(queue.name());
    TaskId arrived = TestQueue.now(landing.arrival());
    TestQueue.done(landing.close());

    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);

    assertThat(queue.session().claim(1, arrived)).isEmpty();
    assertNeverRuns(queue, id);
  }

  @Test
  default void aTaskThatIsBetweenTwoAttemptsIsCancelled() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.settle(queue.session().claim(), FAIL);

    assertThat(queue.cancel(id)).isEqualTo(CancelReply.CANCELLED);

    assertThat(queue.find(id).failure().message()).isEqualTo("no");
    assertThat(queue.counts().retrying()).isZero();
    assertNeverRuns(queue, id);
  }

  @Test
  default void aRunningTaskIsAskedToStopAndItsSessionIsTold() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.ready();
    TestSession session = queue.session();
    session.claim(2);
    TestSession other = queue.session();

    assertThat(queue.cancel(id)).isEqualTo(CancelReply.ASKED);
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.ASKED);

    queue.assertState(id, TaskState.RUNNING);
    assertThat(session.extend())
        .isEqualTo(new ExtendReply.Alive(ExtendReply.END, null, List.of(id)));
    assertThat(other.extend()).isEqualTo(new ExtendReply.Alive(ExtendReply.END, null, List.of()));
  }

  @Test
  default void anyNumberOfCancelsIsToldInParts() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(1_200);
    TestSession session = queue.session();
    for (int claimed = 0; claimed < ids.size(); ) {
      claimed += session.claim(TaskStore.MAX_BATCH).size();
    }
    ids.forEach(queue::cancel);

    Set<TaskId> told = new HashSet<>();
    String cursor = ExtendReply.END;
    do {
      ExtendReply.Alive part = (ExtendReply.Alive) session.extend(TestQueue.LONG, cursor);
      assertThat(part.cancels()).hasSizeLessThan(ids.size());
      told.addAll(part.cancels());
      cursor = part.cursor();
    } while (!cursor.equals(ExtendReply.END));

    assertThat(told).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void aCancelThatWasAskedWinsOverRunningAgain() {
    for (Outcome again :
        List.of(FAIL, Outcome.RELEASE, new Outcome.Snooze(Duration.ZERO), Outcome.CANCEL)) {
      TestQueue queue = queue();
      TaskId id = queue.ready();
      TestSession session = queue.session();
      ClaimedTask claimed = session.claim();
      queue.cancel(id);

      assertThat(queue.settle(settlement(claimed, again))).containsExactly(true);

      assertNeverRuns(queue, id);
      assertThat(queue.find(id).startedAt()).isEqualTo(claimed.startedAt());
      assertThat(session.extend())
          .isEqualTo(new ExtendReply.Alive(ExtendReply.END, null, List.of()));
    }
  }

  @Test
  default void anEndWinsOverACancelThatWasAsked() {
    TestQueue queue = queue();
    TaskId succeeds = queue.ready();
    TaskId dies = queue.ready();
    TestSession session = queue.session();
    List<ClaimedTask> claimed = session.claim(2);
    queue.cancel(succeeds);
    queue.cancel(dies);

    queue.settle(claimed.get(0), SUCCESS);
    queue.settle(claimed.get(1), new Outcome.Bury(Failure.of("T", "no")));

    queue.assertState(succeeds, TaskState.SUCCEEDED);
    queue.assertState(dies, TaskState.DEAD);
    assertThat(queue.totals().cancelled()).isZero();
    assertThat(session.extend()).isEqualTo(new ExtendReply.Alive(ExtendReply.END, null, List.of()));
  }

  @Test
  default void aCancelThatWasAskedWinsWhenTheWorkerDies() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.session(TestQueue.SHORT).claim();
    queue.cancel(id);

    Reaped reaped = queue.reapUntil(each -> each.reaped() > 0);

    assertThat(reaped.cancelled()).isEqualTo(1);
    assertNeverRuns(queue, id);
  }

  @Test
  default void whatHasEndedStaysAsItIs() {
    TestQueue queue = queue();
    TaskId succeeded = queue.ready();
    TaskId dead = queue.ready();
    List<ClaimedTask> claimed = queue.session().claim(2);
    queue.settle(claimed.get(0), SUCCESS);
    queue.settle(claimed.get(1), new Outcome.Bury(Failure.of("T", "no")));

    assertThat(queue.cancel(succeeded)).isEqualTo(CancelReply.FINISHED);
    assertThat(queue.cancel(succeeded)).isEqualTo(CancelReply.FINISHED);
    assertThat(queue.cancel(dead)).isEqualTo(CancelReply.DEAD);
    assertThat(queue.cancel(dead)).isEqualTo(CancelReply.DEAD);

    queue.assertState(succeeded, TaskState.SUCCEEDED);
    queue.assertState(dead, TaskState.DEAD);
  }

  @Test
  default void anUnknownTaskIsUnknown() {
    TestQueue queue = queue();

    assertThat(queue.cancel(TaskId.of("never"))).isEqualTo(CancelReply.UNKNOWN);
    queue.assertUnknown(TaskId.of("never"));
  }
}
