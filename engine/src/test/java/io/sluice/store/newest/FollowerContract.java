package io.sluice.store.newest;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Act;
import io.sluice.store.ActReply;
import io.sluice.store.BulkPlan;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.store.SettleContract;
import io.sluice.store.StoredTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Outcome;
import io.sluice.task.QueueLeft;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits behind a run as the newest with its key, until that run has ended. */
public interface FollowerContract extends ContractSetup {
  @Test
  default void theOneBehindCanBeCancelledAndTheKeyStaysWithTheRun() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    pair.queue.cancel(pair.newest);
    pair.queue.assertState(pair.newest, TaskState.CANCELLED);

    TaskId third = NewestContract.newest(pair.queue);
    pair.queue.assertState(third, TaskState.SCHEDULED);
    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.queue.assertState(third, TaskState.READY);
  }

  @Test
  default void theOneBehindCanBeDeletedAndAnOlderOneIsTriedAgain() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    assertThat(pair.queue.admin().act(pair.newest, Act.DELETE).verdict())
        .isEqualTo(ActReply.Verdict.DONE);
    pair.queue.assertUnknown(pair.newest);

    pair.queue.settle(pair.runs, NewestContract.RETRY);

    pair.queue.assertState(pair.older, TaskState.RETRYING);
    pair.assertNothingIsBehind();
  }

  @Test
  default void theOneBehindCanExpire() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    TaskId third = pair.queue.newId();
    EnqueueItem expiring = pair.queue.expiring(third, Duration.ofMillis(1));
    pair.queue.take(
        new EnqueueItem(expiring.task(), true, Duration.ZERO, null, NewestContract.LAST, null));
    Eventually.eventually(() -> pair.queue.expire() == 1);

    pair.queue.assertState(third, TaskState.EXPIRED);
    pair.queue.settle(pair.runs, new Outcome.Release());
    pair.queue.assertState(pair.older, TaskState.READY);
    pair.assertNothingIsBehind();
  }

  @Test
  default void theOneBehindIsNotRunBeforeItsTurnByAnOperator() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    pair.queue.take(
        TestQueue.delayed(
            pair.queue.unique(pair.queue.newId(), NewestContract.LAST), NewestContract.LATER));
    TaskId waits = pair.queue.admin().all(TaskState.SCHEDULED, 2).get(0);

    assertThat(pair.queue.admin().act(waits, Act.RUN_NOW).verdict())
        .isEqualTo(ActReply.Verdict.AS_IT_IS);
    pair.queue.assertState(waits, TaskState.SCHEDULED);

    pair.queue.settle(pair.runs, SettleContract.DONE);
    pair.queue.assertState(waits, TaskState.READY);
  }

  @Test
  default void theOneBehindCanBeGivenATime() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    Instant at = pair.queue.store().now().plus(NewestContract.LATER);
    assertThat(pair.queue.admin().reschedule(pair.newest, at).verdict())
        .isEqualTo(ActReply.Verdict.DONE);
    assertThat(pair.queue.find(pair.newest).runAt()).isNull();

    pair.queue.settle(pair.runs, SettleContract.DONE);

    pair.queue.assertState(pair.newest, TaskState.SCHEDULED);
    assertThat(pair.queue.find(pair.newest).runAt()).isEqualTo(at);
  }

  @Test
  default void aPurgeTakesTheOneBehind() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    pair.queue
        .admin()
        .begin(new BulkPlan("b", BulkAction.Kind.PURGE, TaskState.SCHEDULED, 0, "", ""));
    assertThat(pair.queue.admin().stepAll()).isEqualTo(1);
    pair.queue.assertUnknown(pair.newest);

    pair.queue.settle(pair.runs, NewestContract.RETRY);
    pair.queue.assertState(pair.older, TaskState.RETRYING);
    pair.assertNothingIsBehind();
  }

  @Test
  default void aQueueWithOneBehindIsNotDeleted() {
    NewestContract.Pair pair = NewestContract.pair(queue());
    assertThat(pair.queue.admin().delete()).contains(new QueueLeft(0, 1, 1, 0, 0, 0, 0, 0));

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

    queue.settle(runs, NewestContract.RETRY);

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

  static EnqueueItem inGroup(TestQueue queue, int priority) {
    EnqueueItem item = placed(queue, queue.newId(), priority);
    return new EnqueueItem(item.task(), true, Duration.ZERO, null, NewestContract.LAST, null);
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
    NewestContract.Pair pair = NewestContract.pair(queue());

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
    pair.queue.admin().reschedule(pair.newest, pair.queue.store().now().plus(NewestContract.LATER));
    assertThat(explain(pair.queue, pair.newest).reasons())
        .extracting(Explanation.Reason::code)
        .containsExactly(Explanation.Code.UNIQUE_KEY, Explanation.Code.DELAY);
  }

  private static Explanation explain(TestQueue queue, TaskId id) {
    return now(queue.store().lanes().explain(queue.name(), id)).orElseThrow();
  }
}
