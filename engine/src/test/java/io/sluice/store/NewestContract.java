package io.sluice.store;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.script.Call;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueLeft;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keep-last: of one key at most one task runs and at most one waits, which is the newest. */
interface NewestContract extends ContractSetup {
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

  private static TaskId newest(TestQueue queue) {
    return queue.take(queue.unique(queue.newId(), LAST));
  }

  private Pair pair() {
    return new Pair(queue());
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
    Pair pair = pair();

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
    Pair pair = pair();
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
    Pair pair = pair();
    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.assertNewestIsReady(TaskState.SUCCEEDED);
  }

  @Test
  default void itFollowsWhenTheOtherSucceedsWithARetentionOfItsOwn() {
    Pair pair = pair();
    pair.queue.settle(new Settlement(pair.older, pair.runs.token(), SettleContract.DONE, LATER));
    pair.assertNewestIsReady(TaskState.SUCCEEDED);
  }

  @Test
  default void itFollowsWhenTheOtherIsDead() {
    Pair pair = pair();
    pair.queue.settle(pair.runs, BURY);
    pair.assertNewestIsReady(TaskState.DEAD);
    assertThat(pair.queue.admin().act(pair.older, Act.RETRY))
        .isEqualTo(ActReply.heldBy(pair.newest));
  }

  @Test
  default void itFollowsWhenTheOtherIsCancelled() {
    Pair pair = pair();
    pair.queue.cancel(pair.older);
    pair.queue.assertState(pair.newest, TaskState.SCHEDULED);
    pair.queue.settle(pair.runs, new Outcome.Cancel());
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsToBeTriedAgainIsCancelled() {
    Pair pair = pair();
    pair.queue.settle(pair.runs, RETRY);
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsReleasedIsCancelled() {
    Pair pair = pair();
    pair.queue.settle(pair.runs, new Outcome.Release());
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsSnoozedIsCancelled() {
    Pair pair = pair();
    pair.queue.settle(pair.runs, new Outcome.Snooze(LATER));
    pair.assertNewestIsReady(TaskState.CANCELLED);
  }

  @Test
  default void anOlderOneThatIsThrottledIsCancelledAndItsGroupRests() {
    TestQueue queue = queue();
    TaskId older = queue.take(inGroup(queue, 4));
    TestSession session = queue.session();
    ClaimedTask runs = session.claim();
    TaskId newest = queue.take(inGroup(queue, 4));

    queue.settle(runs, new Outcome.Throttle(LATER));

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
    assertThat(session.claim(5)).isEmpty();
  }

  @Test
  default void anOlderOneWhoseWorkerDiedIsCancelled() {
    TestQueue queue = queue();
    TaskId older = newest(queue);
    queue.session(TestQueue.SHORT).claim();
    TaskId newest = newest(queue);

    queue.reapUntil(reaped -> reaped.reaped() == 1);

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(newest);
  }

  @Test
  default void anOlderOneThatKillsItsWorkersIsCancelledWhenOneWaitsBehindIt() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(1, Duration.ZERO)));
    TaskId older = newest(queue);
    queue.session(TestQueue.SHORT).claim();
    TaskId newest = newest(queue);

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
    TaskId older = newest(queue);
    session.claim(2);
    TaskId newest = newest(queue);

    session.claimWithinAgain(session.lastClaim(), 1, 2);

    queue.assertState(older, TaskState.CANCELLED);
    queue.assertState(newest, TaskState.READY);
  }

  @Test
  default void nothingIsKeptOfTheOthersWhenNothingIsKeptAtAll() {
    Pair pair = new Pair(queue(config -> config.withRetention(Retention.NONE)));
    TaskId third = newest(pair.queue);
    pair.queue.assertUnknown(pair.newest);
    pair.queue.settle(pair.runs, RETRY);

    pair.queue.assertUnknown(pair.older);
    assertThat(TestSession.ids(pair.session.claim(5))).containsExactly(third);
    pair.assertNothingIsBehind();
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
    Pair pair = pair();
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
  default void theOneBehindCanBeCancelledAndTheKeyStaysWithTheRun() {
    Pair pair = pair();
    pair.queue.cancel(pair.newest);
    pair.queue.assertState(pair.newest, TaskState.CANCELLED);

    TaskId third = newest(pair.queue);
    pair.queue.assertState(third, TaskState.SCHEDULED);
    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.queue.assertState(third, TaskState.READY);
  }

  @Test
  default void theOneBehindCanBeDeletedAndAnOlderOneIsTriedAgain() {
    Pair pair = pair();
    assertThat(pair.queue.admin().act(pair.newest, Act.DELETE).verdict())
        .isEqualTo(ActReply.Verdict.DONE);
    pair.queue.assertUnknown(pair.newest);

    pair.queue.settle(pair.runs, RETRY);

    pair.queue.assertState(pair.older, TaskState.RETRYING);
    pair.assertNothingIsBehind();
  }

  @Test
  default void theOneBehindCanExpire() {
    Pair pair = pair();
    TaskId third = pair.queue.newId();
    EnqueueItem expiring = pair.queue.expiring(third, Duration.ofMillis(1));
    pair.queue.take(new EnqueueItem(expiring.task(), true, Duration.ZERO, null, LAST, null));
    Eventually.eventually(() -> pair.queue.expire() == 1);

    pair.queue.assertState(third, TaskState.EXPIRED);
    pair.queue.settle(pair.runs, new Outcome.Release());
    pair.queue.assertState(pair.older, TaskState.READY);
    pair.assertNothingIsBehind();
  }

  @Test
  default void theOneBehindIsNotRunBeforeItsTurnByAnOperator() {
    Pair pair = pair();
    pair.queue.take(TestQueue.delayed(pair.queue.unique(pair.queue.newId(), LAST), LATER));
    TaskId waits = pair.queue.admin().all(TaskState.SCHEDULED, 2).get(0);

    assertThat(pair.queue.admin().act(waits, Act.RUN_NOW).verdict())
        .isEqualTo(ActReply.Verdict.AS_IT_IS);
    pair.queue.assertState(waits, TaskState.SCHEDULED);

    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.queue.assertState(waits, TaskState.READY);
  }

  @Test
  default void theOneBehindCanBeGivenATime() {
    Pair pair = pair();
    Instant at = pair.queue.store().now().plus(LATER);
    assertThat(pair.queue.admin().reschedule(pair.newest, at).verdict())
        .isEqualTo(ActReply.Verdict.DONE);
    assertThat(pair.queue.find(pair.newest).runAt()).isNull();

    pair.queue.settle(pair.runs, SettleContract.DONE);

    pair.queue.assertState(pair.newest, TaskState.SCHEDULED);
    assertThat(pair.queue.find(pair.newest).runAt()).isEqualTo(at);
  }

  @Test
  default void aPurgeTakesTheOneBehind() {
    Pair pair = pair();
    pair.queue
        .admin()
        .begin(new BulkPlan("b", BulkAction.Kind.PURGE, TaskState.SCHEDULED, 0, "", ""));
    assertThat(pair.queue.admin().stepAll()).isEqualTo(1);
    pair.queue.assertUnknown(pair.newest);

    pair.queue.settle(pair.runs, RETRY);
    pair.queue.assertState(pair.older, TaskState.RETRYING);
    pair.assertNothingIsBehind();
  }

  @Test
  default void aQueueWithOneBehindIsNotDeleted() {
    Pair pair = pair();
    assertThat(pair.queue.admin().delete()).contains(new QueueLeft(0, 1, 1, 0, 0, 0));

    pair.queue.cancel(pair.newest);
    pair.queue.settle(pair.runs, SettleContract.DONE);
    assertThat(pair.queue.admin().delete()).isEmpty();
    pair.queue.assertBalanced();
  }

  @Test
  default void theOneBehindTakesItsPlaceInItsGroup() {
    TestQueue queue = queue();
    TaskId older = queue.take(inGroup(queue, 9));
    TestSession session = queue.session();
    ClaimedTask runs = session.claim();
    TaskId newest = queue.take(inGroup(queue, 9));
    TaskId other = queue.newId();
    queue.enqueue(placed(queue, other, 4));
    assertThat(runs.task().id()).isEqualTo(older);
    queue.assertState(newest, TaskState.SCHEDULED);

    queue.settle(runs, RETRY);

    queue.assertState(older, TaskState.CANCELLED);
    assertThat(TestSession.ids(session.claim(5))).containsExactly(newest, other);
    queue.assertBalanced();
  }

  @Test
  default void theOneBehindCountsInTheBacklogOfItsGroupUntilItLeaves() {
    TestQueue queue = queue();
    Map<String, GroupRule> rules = Map.of("tenant", new GroupRule(null, null, null, 1L));
    done(queue.store().lanes().configure(queue.name(), QueueSettings.NONE.groups(rules)));
    queue.take(inGroup(queue, 4));
    ClaimedTask runs = queue.session().claim();
    TaskId second = queue.take(inGroup(queue, 4));
    EnqueueItem other = placed(queue, queue.newId(), 4);
    assertThat(queue.enqueue(other))
        .containsExactly(new Refused(Kind.GROUP_FULL, other.task().id()));

    queue.cancel(second);

    assertThat(queue.enqueue(other)).containsExactly(EnqueueReply.ACCEPTED);
    queue.settle(runs, SettleContract.DONE);
    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(other.task().id());
    queue.assertBalanced();
  }

  private static EnqueueItem inGroup(TestQueue queue, int priority) {
    EnqueueItem item = placed(queue, queue.newId(), priority);
    return new EnqueueItem(item.task(), true, Duration.ZERO, null, LAST, null);
  }

  private static EnqueueItem placed(TestQueue queue, TaskId id, int priority) {
    StoredTask task = queue.task(id);
    TaskOptions options = TaskOptions.NONE.placed(priority, "tenant");
    return new EnqueueItem(
        new StoredTask(id, task.type(), task.createdAt(), options, task.payload()),
        true,
        Duration.ZERO,
        null);
  }

  @Test
  default void theOneBehindIsToldWhatItWaitsFor() {
    Pair pair = pair();

    Explanation why = explain(pair.queue, pair.newest);

    assertThat(why.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(why.expectedStart()).isNull();
    assertThat(why.reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.code()).isEqualTo(Explanation.Code.UNIQUE_KEY);
              assertThat(reason.detail()).contains(pair.older.value());
              assertThat(reason.until()).isNull();
            });
    pair.queue.admin().reschedule(pair.newest, pair.queue.store().now().plus(LATER));
    assertThat(explain(pair.queue, pair.newest).reasons())
        .extracting(Explanation.Reason::code)
        .containsExactly(Explanation.Code.UNIQUE_KEY, Explanation.Code.DELAY);
  }

  private static Explanation explain(TestQueue queue, TaskId id) {
    return now(queue.store().lanes().explain(queue.name(), id)).orElseThrow();
  }

  @Test
  default void othersWithTheKeyHearOfTheOneThatRuns() {
    Pair pair = pair();
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
    Pair pair = pair();
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
    Pair pair = pair();
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
