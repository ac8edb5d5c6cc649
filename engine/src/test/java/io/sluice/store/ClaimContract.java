package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.TaskView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claim: a task is given to one session at a time. */
interface ClaimContract extends ContractSetup {
  @Test
  default void aClaimedTaskRunsUnderItsSession() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();

    ClaimedTask claimed = session.claim();

    assertThat(claimed.task().id()).isEqualTo(id);
    assertThat(claimed.task().payload()).asString().isEqualTo(id.value());
    assertThat(claimed.failures()).isZero();
    assertThat(claimed.crashes()).isZero();
    assertThat(claimed.unreadable()).isNull();
    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.RUNNING);
    assertThat(found.attempt()).isEqualTo(1);
    assertThat(found.worker()).isEqualTo(session.id());
    assertThat(found.startedAt()).isEqualTo(claimed.startedAt());
    assertThat(queue.counts().running()).isEqualTo(1);
    assertThat(queue.counts().ready()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void aClaimGivesNoMoreThanItAskedFor() {
    TestQueue queue = queue();
    queue.ready(5);
    TestSession session = queue.session();

    assertThat(session.claim(3)).hasSize(3);
    assertThat(session.claim(3)).hasSize(2);
    assertThat(session.claim(3)).isEmpty();
    assertThat(queue.counts().running()).isEqualTo(5);
  }

  @Test
  default void aClaimTellsWhatFailedBefore() {
    TestQueue queue = queue();
    queue.ready();
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Retry(Duration.ZERO, Failure.of("T", "no")));
    queue.promote();

    assertThat(session.claim().failures()).isEqualTo(1);
  }

  @Test
  default void aClaimUnderTheSameNumberGivesTheSameTasks() {
    TestQueue queue = queue();
    queue.ready(5);
    TestSession session = queue.session();
    List<ClaimedTask> first = session.claim(3);

    List<ClaimedTask> again = TestSession.given(session.claimAgain(session.lastClaim(), 3));

    assertThat(TestSession.ids(again)).isEqualTo(TestSession.ids(first));
    assertThat(again).extracting(ClaimedTask::token).containsOnly(first.get(0).token());
    assertThat(again).extracting(ClaimedTask::startedAt).containsOnly(first.get(0).startedAt());
    assertThat(queue.counts().running()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void aClaimUnderTheSameNumberGivesOnlyWhatIsStillItsOwn() {
    TestQueue queue = queue();
    queue.ready(3);
    TestSession session = queue.session();
    List<ClaimedTask> first = session.claim(3);
    queue.settle(first.get(1), Outcome.RELEASE);
    queue.session().claim();

    List<ClaimedTask> again = TestSession.given(session.claimAgain(session.lastClaim(), 3));

    assertThat(TestSession.ids(again))
        .containsExactly(first.get(0).task().id(), first.get(2).task().id());
  }

  @Test
  default void aClaimUnderALowerNumberIsRefused() {
    TestQueue queue = queue();
    queue.ready(2);
    TestSession session = queue.session();
    session.claim();
    session.tryClaim(0);

    assertThat(session.claimAgain(1, 1)).isEqualTo(new ClaimReply.Late(2));
    assertThat(queue.counts().running()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void theLateCopyOfAnEmptyClaimTakesNothing() {
    TestQueue queue = queue();
    TestSession session = queue.session();
    assertThat(session.claim(1)).isEmpty();
    TaskId id = queue.ready();

    assertThat(TestSession.given(session.claimAgain(session.lastClaim(), 1))).isEmpty();
    queue.assertState(id, TaskState.READY);
    assertThat(session.claim(1)).hasSize(1);
  }

  @Test
  default void aSessionThatWasNeverOpenedGetsNothing() {
    TestQueue queue = queue();
    TaskId id = queue.ready();

    ClaimReply reply = now(queue.store().claim(queue.name(), "nobody", 1, 1, List.of()));

    assertThat(reply).isInstanceOf(ClaimReply.Gone.class);
    queue.assertState(id, TaskState.READY);
  }

  @Test
  default void aFencedSessionGetsNothing() {
    TestQueue queue = queue();
    TestSession expired = queue.session(TestQueue.SHORT);
    queue.reapUntil(reaped -> reaped.fenced() == 1);
    TestSession closed = queue.session();
    closed.close();
    TaskId id = queue.ready();

    assertThat(expired.tryClaim(1)).isInstanceOf(ClaimReply.Gone.class);
    assertThat(closed.tryClaim(1)).isInstanceOf(ClaimReply.Gone.class);
    queue.assertState(id, TaskState.READY);
  }

  @Test
  default void aSessionThatWasFencedIsToldAgainWhatItGotBefore() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    session.claim();
    session.close();

    List<ClaimedTask> again = TestSession.given(session.claimAgain(session.lastClaim(), 1));

    assertThat(TestSession.ids(again)).containsExactly(id);
  }

  @Test
  default void aPausedQueueGivesNothingUntilItGoesOn() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    queue.pause();

    assertThat(session.tryClaim(1)).isInstanceOf(ClaimReply.Paused.class);
    assertThat(queue.stats().paused()).isTrue();
    queue.assertState(id, TaskState.READY);

    queue.resume();
    assertThat(queue.stats().paused()).isFalse();
    assertThat(session.claim(1)).hasSize(1);
  }
}
