package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
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

    ClaimReply reply = now(queue.store().claim(queue.name(), "nobody", 1, ClaimTerms.upTo(1)));

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

  @Test
  default void aClaimGivesNoMoreBytesThanItAskedForButAlwaysOneTask() {
    TestQueue queue = queue();
    List<TaskId> ids = large(queue, 5);
    TestSession session = queue.session();

    ClaimReply two = session.claimWithin(2 * LARGE + LARGE / 2, 5);
    ClaimReply one = session.claimWithin(1, 5);
    ClaimReply rest = session.claimWithin(20 * LARGE, 5);

    assertThat(TestSession.ids(TestSession.given(two))).isEqualTo(ids.subList(0, 2));
    assertThat(((ClaimReply.Claimed) two).more()).isTrue();
    assertThat(TestSession.ids(TestSession.given(one))).isEqualTo(ids.subList(2, 3));
    assertThat(TestSession.ids(TestSession.given(rest))).isEqualTo(ids.subList(3, 5));
    assertThat(((ClaimReply.Claimed) rest).more()).isFalse();
    queue.assertBalanced();
  }

  @Test
  default void aClaimThatIsSentAgainForFewerBytesGivesWhatFitsAndTheRestBack() {
    TestQueue queue = queue();
    List<TaskId> ids = large(queue, 5);
    TestSession session = queue.session();
    List<ClaimedTask> first = session.claim(4);

    List<ClaimedTask> fewer =
        TestSession.given(session.claimWithinAgain(session.lastClaim(), 2 * LARGE + LARGE / 2, 4));

    assertThat(TestSession.ids(fewer)).isEqualTo(TestSession.ids(first.subList(0, 2)));
    assertThat(queue.counts().running()).isEqualTo(2);
    assertThat(TestSession.ids(queue.session().claim(5))).isEqualTo(ids.subList(2, 5));
    assertThat(TestSession.ids(TestSession.given(session.claimAgain(session.lastClaim(), 4))))
        .isEqualTo(TestSession.ids(fewer));
    queue.assertBalanced();
  }

  @Test
  default void whatGoesBackForWantOfBytesAndIsToBeCancelledEnds() {
    TestQueue queue = queue();
    List<TaskId> ids = large(queue, 3);
    TestSession session = queue.session();
    session.claim(3);
    queue.cancel(ids.get(2));

    session.claimWithinAgain(session.lastClaim(), 1, 3);

    queue.assertState(ids.get(0), TaskState.RUNNING);
    queue.assertState(ids.get(1), TaskState.READY);
    queue.assertState(ids.get(2), TaskState.CANCELLED);
    assertThat(queue.session().claim(3)).hasSize(1);
    queue.assertBalanced();
  }

  @Test
  default void whatIsPutBackForWantOfBytesIsStillToBeginInTime() {
    TestQueue queue = queue();
    TaskId before = large(queue, 1).get(0);
    TaskId late = queue.newId();
    queue.enqueueOnce(queue.expiring(late, Duration.ofMillis(100)));
    TestSession session = queue.session();
    assertThat(TestSession.ids(TestSession.given(session.claimWithin(1, 2))))
        .containsExactly(before);

    Eventually.eventually(() -> queue.expire() == 1);

    queue.assertState(late, TaskState.EXPIRED);
  }

  /** Bytes of a large payload. */
  int LARGE = 10_000;

  private static List<TaskId> large(TestQueue queue, int count) {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TaskId id = queue.newId();
      queue.enqueue(queue.carrying(id, new byte[LARGE]));
      ids.add(id);
    }
    return ids;
  }
}
