package io.sluice.store.newest;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Call;
import io.sluice.store.Act;
import io.sluice.store.ActReply;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.store.SettleContract;
import io.sluice.store.Settlement;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keep-last: of one key at most one task runs and at most one waits, which is the newest. */
public interface NewestContract extends ContractSetup {
  Unique LAST = Unique.keepLast("index:7");
  Duration LATER = Duration.ofMinutes(10);
  Outcome RETRY = new Outcome.Retry(LATER, Failure.of("T", "no"));
  Outcome BURY = new Outcome.Bury(Failure.of("T", "no"));

  /** One that runs and one that waits behind it. */
  final class Pair {
    final TestQueue queue;
    final TestSession session;
    final ClaimedTask runs;
    final TaskId older;
    final TaskId newest;

    Pair(TestQueue queue) {
      this.queue = queue;
      older = newest(queue);
      session = queue.session();
      runs = session.claim();
      newest = newest(queue);
    }

    void assertNewestIsReady(TaskState olderIs) {
      queue.assertState(older, olderIs);
      queue.assertState(newest, TaskState.READY);
      assertThat(TestSession.ids(session.claim(5))).containsExactly(newest);
      assertNothingIsBehind();
    }

    void assertNothingIsBehind() {
      assertThat(queue.counts().scheduled()).isZero();
      queue.assertBalanced();
    }
  }

  static TaskId newest(TestQueue queue) {
    return queue.take(queue.unique(queue.newId(), LAST));
  }

  /** One runs and one waits behind it. */
  static Pair pair(TestQueue queue) {
    return new Pair(queue);
  }

  @Test
  default void theNewestReplacesTheOneThatIsReady() {
    TestQueue queue = queue();
    TaskId first = newest(queue);
    TaskId second = newest(queue);
    TaskId third = newest(queue);

    queue.assertState(first, TaskState.CANCELLED);
    queue.assertState(second, TaskState.CANCELLED);
    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(third);
  }

  @Test
  default void theNewestReplacesTheOneThatIsScheduled() {
    TestQueue queue = queue();
    TaskId first = queue.take(TestQueue.delayed(queue.unique(queue.newId(), LAST), LATER));
    TaskId second = newest(queue);

    queue.assertState(first, TaskState.CANCELLED);
    queue.assertState(second, TaskState.READY);
  }

  @Test
  default void theNewestReplacesTheOneThatWaitsForItsNextAttempt() {
    TestQueue queue = queue();
    TaskId first = newest(queue);
    TestSession session = queue.session();
    queue.settle(session.claim(), RETRY);
    TaskId second = newest(queue);

    queue.assertState(first, TaskState.CANCELLED);
    queue.assertState(second, TaskState.READY);
    assertThat(queue.counts().retrying()).isZero();
  }

  @Test
  default void theNewestOfOneCallIsLeft() {
    TestQueue queue = queue();
    Pair pair = new Pair(queue);
    List<EnqueueReply> replies =
        queue.enqueueOnce(
            queue.unique(queue.newId(), LAST),
            TestQueue.delayed(queue.unique(queue.newId(), LAST), LATER),
            queue.unique(queue.newId(), LAST));

    assertThat(replies).containsOnly(EnqueueReply.ACCEPTED);
    assertThat(queue.counts().scheduled()).isEqualTo(1);
    assertThat(queue.counts().cancelled()).isEqualTo(3);
    queue.settle(pair.runs, SettleContract.DONE);
    assertThat(queue.counts().ready()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void theNewestWaitsBehindTheOneThatRuns() {
    Pair pair = pair(queue());

    pair.queue.assertState(pair.older, TaskState.RUNNING);
    pair.queue.assertState(pair.newest, TaskState.SCHEDULED);
    TaskView waits = pair.queue.find(pair.newest);
    assertThat(waits.runAt()).as("no time is known").isNull();
    assertThat(pair.queue.promote().moved()).isZero();
    assertThat(pair.queue.counts().scheduled()).isEqualTo(1);
    assertThat(pair.queue.admin().all(TaskState.SCHEDULED, 10)).containsExactly(pair.newest);
    assertThat(pair.session.claim(5)).isEmpty();
  }

  @Test
  default void aNewerOneReplacesTheOneThatWaitsBehind() {
    Pair pair = pair(queue());
    TaskId third = newest(pair.queue);

    pair.queue.assertState(pair.newest, TaskState.CANCELLED);
    pair.queue.assertState(third, TaskState.SCHEDULED);
    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.queue.assertState(third, TaskState.READY);
    assertThat(TestSession.ids(pair.session.claim(5))).containsExactly(third);
    pair.assertNothingIsBehind();
  }

  @Test
  default void itFollowsWhenTheOtherSucceeds() {
    Pair pair = pair(queue());
    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.assertNewestIsReady(TaskState.SUCCEEDED);
  }

  @Test
  default void itFollowsWhenTheOtherSucceedsWithARetentionOfItsOwn() {
    Pair pair = pair(queue());
    pair.queue.settle(new Settlement(pair.older, pair.runs.token(), SettleContract.DONE, LATER));
    pair.assertNewestIsReady(TaskState.SUCCEEDED);
  }

  @Test
  default void itFollowsWhenTheOtherIsDead() {
    Pair pair = pair(queue());
    pair.queue.settle(pair.runs, BURY);
    pair.assertNewestIsReady(TaskState.DEAD);
    assertThat(pair.queue.admin().act(pair.older, Act.RETRY))
        .isEqualTo(ActReply.heldBy(pair.newest));
  }

  @Test
  default void itFollowsWhenTheOtherIsCancelled() {
    Pair pair = pair(queue());
    pair.queue.cancel(pair.older);
    pair.queue.assertState(pair.newest, TaskState.SCHEDULED);
    pair.queue.settle(pair.runs, new Outcome.Cancel());
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void manyRunsOfOneCallAreEachFollowedByTheirOwn() {
    TestQueue queue = queue();
    TestSession session = queue.session();
    for (String key : List.of("a", "b", "c")) {
      queue.take(queue.unique(queue.newId(), Unique.keepLast(key)));
    }
    List<ClaimedTask> runs = session.claim(3);
    List<TaskId> followers =
        List.of("c", "a", "b").stream()
            .map(key -> queue.take(queue.unique(queue.newId(), Unique.keepLast(key))))
            .toList();

    assertThat(
            queue.settle(
                TestQueue.settlement(runs.get(0), SettleContract.DONE),
                TestQueue.settlement(runs.get(1), RETRY),
                TestQueue.settlement(runs.get(2), BURY)))
        .containsOnly(true);

    assertThat(TestSession.ids(session.claim(5))).containsExactlyInAnyOrderElementsOf(followers);
    queue.assertBalanced();
  }

  @Test
  default void aDelayOfTheOneBehindCountsFromItsEnqueue() {
    Pair pair = pair(queue());
    TaskId third = pair.queue.newId();
    pair.queue.take(TestQueue.delayed(pair.queue.unique(third, LAST), LATER));
    Instant due = pair.queue.store().now().plus(LATER);

    pair.queue.settle(pair.runs, SettleContract.DONE);

    pair.queue.assertState(third, TaskState.SCHEDULED);
    assertThat(pair.queue.find(third).runAt())
        .isBetween(due.minus(Duration.ofSeconds(30)), due.plus(Duration.ofSeconds(1)));
    TaskId fourth = newest(pair.queue);
    pair.queue.assertState(third, TaskState.CANCELLED);
    pair.queue.assertState(fourth, TaskState.READY);
  }

  @Test
  default void othersWithTheKeyHearOfTheOneThatRuns() {
    Pair pair = pair(queue());
    Unique keep = new Unique(LAST.key(), null, OnConflict.KEEP);
    Unique reject = new Unique(LAST.key(), null, OnConflict.REJECT);
    Unique replace = new Unique(LAST.key(), null, OnConflict.REPLACE);

    assertThat(pair.queue.refused(pair.queue.unique(pair.queue.newId(), keep)))
        .isEqualTo(new Refused(Kind.KEEP, pair.older));
    assertThat(pair.queue.refused(pair.queue.unique(pair.queue.newId(), reject)))
        .isEqualTo(new Refused(Kind.REJECT, pair.older));
    assertThat(pair.queue.refused(pair.queue.unique(pair.queue.newId(), replace)))
        .isEqualTo(new Refused(Kind.REJECT, pair.older));
    pair.queue.settle(pair.runs, SettleContract.DONE);
    assertThat(pair.queue.refused(pair.queue.unique(pair.queue.newId(), reject)))
        .isEqualTo(new Refused(Kind.REJECT, pair.newest));
  }

  @Test
  default void aWindowThatOutlastsItsTaskRefusesTheNewest() {
    TestQueue queue = queue();
    TaskId holder =
        queue.take(queue.unique(queue.newId(), new Unique(LAST.key(), LATER, OnConflict.REJECT)));
    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(queue.refused(queue.unique(queue.newId(), LAST)))
        .isEqualTo(new Refused(Kind.REJECT, holder));
  }

  @Test
  default void theSameCallAgainPutsNothingBehindTwice() {
    Pair pair = pair(queue());
    Call call = pair.queue.enqueueCall();
    List<EnqueueItem> items = List.of(pair.queue.unique(pair.queue.newId(), LAST));
    List<EnqueueReply> first = now(pair.queue.store().enqueueOnce(pair.queue.name(), call, items));
    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.queue.settle(pair.session.claim(), SettleContract.DONE);

    assertThat(now(pair.queue.store().enqueueOnce(pair.queue.name(), call, items)))
        .isEqualTo(first);
    assertThat(pair.queue.totals().accepted()).isEqualTo(3);
    assertThat(pair.queue.counts().ready()).isZero();
    pair.assertNothingIsBehind();
  }

  @Test
  default void theSameRequestAgainIsAnsweredWithItsTaskAlsoWhenThatWasReplaced() {
    Pair pair = pair(queue());
    RequestKey request = new RequestKey("request 1", "a", LATER);
    TaskId third = pair.queue.newId();
    EnqueueItem item =
        new EnqueueItem(pair.queue.task(third), true, Duration.ZERO, null, LAST, request);
    pair.queue.take(item);
    TaskId fourth = newest(pair.queue);

    EnqueueItem again =
        new EnqueueItem(
            pair.queue.task(pair.queue.newId()), true, Duration.ZERO, null, LAST, request);
    assertThat(pair.queue.refused(again))
        .isEqualTo(new Refused(Kind.AGAIN, third, item.task().createdAt()));
    pair.queue.assertState(fourth, TaskState.SCHEDULED);
  }
}
