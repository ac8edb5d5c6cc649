package io.sluice.store;

import static io.sluice.store.EnqueueReply.ACCEPTED;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.script.Call;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.BulkAction;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Keys: of any number of callers one is accepted, and the others hear of which. */
interface OnceContract extends ContractSetup {
  Duration MINUTES = Duration.ofMinutes(10);
  Duration MOMENT = Duration.ofMillis(40);

  private static Unique key(OnConflict onConflict) {
    return new Unique("welcome:ann", null, onConflict);
  }

  private static Unique window(Duration window, OnConflict onConflict) {
    return new Unique("welcome:ann", window, onConflict);
  }

  private static RequestKey request(String fingerprint) {
    return new RequestKey("request 1", fingerprint, MINUTES);
  }

  @Test
  default void aKeyIsHeldUntilItsTaskHasEnded() {
    TestQueue queue = queue();
    TaskId holder = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    EnqueueItem other = queue.unique(queue.newId(), key(OnConflict.REJECT));

    assertThat(queue.refused(other)).isEqualTo(new Refused(Kind.REJECT, holder));
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Retry(MINUTES, Failure.of("T", "no")));
    assertThat(queue.refused(other).id()).as("between two attempts").isEqualTo(holder);
    queue.admin().act(holder, Act.RUN_NOW);
    queue.settle(session.claim(), SettleContract.DONE);

    queue.assertState(queue.take(other), TaskState.READY);
    queue.assertState(holder, TaskState.SUCCEEDED);
  }

  @Test
  default void aKeyIsFreeWhenItsTaskIsDeadOrCancelledOrGone() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId dies = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));
    queue.assertState(dies, TaskState.DEAD);

    TaskId cancelled = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    queue.cancel(cancelled);

    TaskId last = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    queue.assertState(last, TaskState.READY);
  }

  @Test
  default void aDeadTaskWhoseKeyAnotherHoldsIsNotTriedAgain() {
    TestQueue queue = queue();
    TaskId dead = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId holder = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));

    assertThat(queue.admin().act(dead, Act.RETRY)).isEqualTo(ActReply.heldBy(holder));
    queue.assertState(dead, TaskState.DEAD);
    assertThat(queue.totals().redriven()).isZero();
    queue.settle(session.claim(), SettleContract.DONE);

    assertThat(queue.admin().act(dead, Act.RETRY).verdict()).isEqualTo(ActReply.Verdict.DONE);
    queue.assertState(dead, TaskState.READY);
    queue.assertBalanced();
  }

  @Test
  default void whatLivesAgainHoldsItsKeyAgain() {
    TestQueue queue = queue();
    TaskId first = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));
    assertThat(queue.sweep()).as("keys that nobody holds").isEqualTo(1);

    queue.admin().act(first, Act.RETRY);

    assertThat(queue.refused(queue.unique(queue.newId(), key(OnConflict.REJECT))))
        .isEqualTo(new Refused(Kind.REJECT, first));
    queue.assertBalanced();
  }

  @Test
  default void aWindowCountsFromTheEnqueueAlsoOfWhatLivesAgain() {
    TestQueue queue = queue();
    TaskId first = queue.take(queue.unique(queue.newId(), window(MOMENT, OnConflict.REJECT)));
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId second = queue.newId();
    EnqueueItem item = queue.unique(second, window(MINUTES, OnConflict.REJECT));
    Eventually.eventually(() -> queue.enqueueOnce(item).contains(ACCEPTED));
    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(queue.admin().act(first, Act.RETRY))
        .as("the window of another that has ended")
        .isEqualTo(ActReply.heldBy(second));

    TaskId own =
        queue.take(queue.unique(queue.newId(), new Unique("own", MINUTES, OnConflict.KEEP)));
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));
    assertThat(queue.admin().act(own, Act.RETRY).verdict()).isEqualTo(ActReply.Verdict.DONE);
  }

  @Test
  default void aRedriveLeavesThoseWhoseKeyAnotherHoldsAndGoesOn() {
    TestQueue queue = queue();
    TestSession session = queue.session();
    TaskId held = queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId holder =
        queue.take(TestQueue.delayed(queue.unique(queue.newId(), key(OnConflict.REJECT)), MINUTES));
    TaskId twin =
        queue.take(queue.unique(queue.newId(), new Unique("twins", null, OnConflict.REJECT)));
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId otherTwin =
        queue.take(queue.unique(queue.newId(), new Unique("twins", null, OnConflict.REJECT)));
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId plain = queue.ready();
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));

    queue.admin().begin(new BulkPlan("b", BulkAction.Kind.REDRIVE, TaskState.DEAD, 0, "", ""));
    assertThat(queue.admin().stepAll()).isEqualTo(2);

    BulkAction done = queue.admin().bulkAction("b").orElseThrow();
    assertThat(done.progress()).isEqualTo(BulkAction.Progress.DONE);
    assertThat(done.matched()).isEqualTo(4);
    assertThat(done.processed()).isEqualTo(2);
    assertThat(done.failed()).isEqualTo(2);
    queue.assertState(held, TaskState.DEAD);
    queue.assertState(holder, TaskState.SCHEDULED);
    assertThat(queue.admin().all(TaskState.DEAD, 9)).hasSize(2).containsAnyOf(twin, otherTwin);
    queue.assertState(plain, TaskState.READY);
    queue.assertBalanced();
  }

  @Test
  default void aWindowOutlastsTheTask() {
    TestQueue queue = queue();
    TaskId holder = queue.take(queue.unique(queue.newId(), window(MINUTES, OnConflict.REJECT)));
    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(queue.refused(queue.unique(queue.newId(), key(OnConflict.REJECT))))
        .isEqualTo(new Refused(Kind.REJECT, holder));
    queue.assertBalanced();
  }

  @Test
  default void aWindowEndsByItselfWhileTheTaskGoesOn() {
    TestQueue queue = queue();
    TaskId holder = queue.take(queue.unique(queue.newId(), window(MOMENT, OnConflict.REJECT)));
    TaskId next = queue.newId();

    Eventually.eventually(
        () -> queue.enqueueOnce(queue.unique(next, key(OnConflict.REJECT))).contains(ACCEPTED));

    queue.assertState(holder, TaskState.READY);
    queue.assertState(next, TaskState.READY);
  }

  @Test
  default void whoKeepsGetsTheOneThatIsThere() {
    TestQueue queue = queue();
    TaskId holder = queue.take(queue.unique(queue.newId(), key(OnConflict.KEEP)));

    assertThat(queue.refused(queue.unique(queue.newId(), key(OnConflict.KEEP))))
        .isEqualTo(new Refused(Kind.KEEP, holder));
    assertThat(queue.totals().accepted()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void whoReplacesTakesThePlaceOfWhatHasNotBegun() {
    TestQueue queue = queue();
    TaskId scheduled = queue.newId();
    queue.take(TestQueue.delayed(queue.unique(scheduled, key(OnConflict.REPLACE)), MINUTES));
    TaskId ready = queue.take(queue.unique(queue.newId(), key(OnConflict.REPLACE)));
    TaskId last = queue.take(queue.unique(queue.newId(), key(OnConflict.REPLACE)));

    queue.assertState(scheduled, TaskState.CANCELLED);
    queue.assertState(ready, TaskState.CANCELLED);
    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(last);
    assertThat(queue.totals().cancelled()).isEqualTo(2);
    queue.assertBalanced();
  }

  @Test
  default void nothingIsKeptOfWhatWasReplacedWhenNothingIsKeptAtAll() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId replaced = queue.take(queue.unique(queue.newId(), key(OnConflict.REPLACE)));
    TaskId last = queue.take(queue.unique(queue.newId(), key(OnConflict.REPLACE)));

    queue.assertUnknown(replaced);
    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(last);
    queue.assertBalanced();
  }

  @Test
  default void whatHasBegunIsNotReplaced() {
    TestQueue queue = queue();
    TaskId holder = queue.take(queue.unique(queue.newId(), key(OnConflict.REPLACE)));
    ClaimedTask claimed = queue.session().claim();
    EnqueueItem other = queue.unique(queue.newId(), key(OnConflict.REPLACE));

    assertThat(queue.refused(other)).isEqualTo(new Refused(Kind.REJECT, holder));
    queue.settle(claimed, new Outcome.Retry(MINUTES, Failure.of("T", "no")));
    assertThat(queue.refused(other)).isEqualTo(new Refused(Kind.REJECT, holder));
    queue.assertState(holder, TaskState.RETRYING);
  }

  @Test
  default void theSameRequestIsAnsweredWithItsTaskAlsoWhenThatIsGone() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    EnqueueItem first = queue.requested(queue.newId(), request("a"));
    TaskId id = queue.take(first);
    EnqueueItem again = queue.requested(queue.newId(), request("a"));

    assertThat(queue.refused(again))
        .isEqualTo(new Refused(Kind.AGAIN, id, first.task().createdAt()));
    queue.settle(queue.session().claim(), SettleContract.DONE);
    queue.assertUnknown(id);
    assertThat(queue.refused(again).id()).isEqualTo(id);
    assertThat(queue.totals().accepted()).isEqualTo(1);
  }

  @Test
  default void anotherRequestUnderTheSameKeyIsAMismatch() {
    TestQueue queue = queue();
    TaskId id = queue.take(queue.requested(queue.newId(), request("a")));

    assertThat(queue.refused(queue.requested(queue.newId(), request("b"))))
        .isEqualTo(new Refused(Kind.MISMATCH, id));
    queue.assertBalanced();
  }

  @Test
  default void aRequestIsForgottenAfterItsLife() {
    TestQueue queue = queue();
    queue.take(queue.requested(queue.newId(), new RequestKey("short", "a", MOMENT)));
    EnqueueItem again = queue.requested(queue.newId(), new RequestKey("short", "a", MINUTES));

    Eventually.eventually(() -> queue.enqueueOnce(again).contains(ACCEPTED));

    assertThat(queue.totals().accepted()).isEqualTo(2);
  }

  @Test
  default void keysOfCallersAndOfRequestsDoNotKnowOfEachOther() {
    TestQueue queue = queue();
    queue.take(queue.unique(queue.newId(), new Unique("same", null, OnConflict.REJECT)));

    queue.take(queue.requested(queue.newId(), new RequestKey("same", "a", MINUTES)));

    assertThat(queue.totals().accepted()).isEqualTo(2);
  }

  @Test
  default void ofSeveralInOneCallEachIsAcceptedOrRefusedByItself() {
    TestQueue queue = queue();
    TaskId known = queue.ready();
    TaskId first = queue.newId();

    List<EnqueueReply> replies =
        queue.enqueueOnce(
            queue.unique(first, key(OnConflict.REJECT)),
            queue.unique(queue.newId(), key(OnConflict.KEEP)),
            queue.unique(known, window(MINUTES, OnConflict.REJECT)),
            queue.expiring(queue.newId(), MINUTES));

    assertThat(replies)
        .containsExactly(
            ACCEPTED, new Refused(Kind.KEEP, first), EnqueueContract.duplicate(known), ACCEPTED);
    assertThat(queue.totals().accepted()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void aCallUnderTheSameNumberIsAnsweredTheSameAndHasNoEffect() {
    TestQueue queue = queue();
    Call call = queue.enqueueCall();
    EnqueueItem request = queue.requested(queue.newId(), request("a"));
    List<EnqueueItem> items =
        List.of(
            request,
            queue.requested(queue.newId(), request("a")),
            queue.requested(queue.newId(), request("b")),
            queue.unique(queue.newId(), key(OnConflict.REPLACE)));
    List<EnqueueReply> first = now(queue.store().enqueueOnce(queue.name(), call, items));
    queue.session().claim(5).forEach(task -> queue.settle(task, SettleContract.DONE));

    List<EnqueueReply> again = now(queue.store().enqueueOnce(queue.name(), call, items));

    assertThat(again).isEqualTo(first);
    assertThat(first.get(1))
        .isEqualTo(new Refused(Kind.AGAIN, request.task().id(), request.task().createdAt()));
    assertThat(queue.totals().accepted()).isEqualTo(2);
    queue.assertBalanced();
  }

  @Test
  default void aQueueOverItsBacklogTakesNothingAndHoldsNoKey() {
    TestQueue queue = queue(config -> config.withMaxBacklog(1));
    queue.ready();
    EnqueueItem item = queue.unique(queue.newId(), key(OnConflict.REJECT));

    assertThat(EnqueueContract.isFull(queue.enqueueOnce(item))).isTrue();
    queue.session().claim();

    queue.take(item);
    queue.assertBalanced();
  }

  @Test
  default void aSweepDropsKeysWhoseHolderIsGone() {
    TestQueue queue = queue();
    queue.take(queue.unique(queue.newId(), key(OnConflict.REJECT)));
    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(queue.sweep()).isEqualTo(1);
    assertThat(queue.sweep()).isZero();
  }

  @Test
  default void ofManyCallersAtOnceOneIsAccepted() {
    TestQueue queue = queue();
    int callers = 200;

    Flux<List<EnqueueReply>> replies =
        Flux.range(0, callers)
            .flatMap(
                caller -> {
                  Call call = new Call("caller" + caller, "e0", 1);
                  TaskId id = TaskId.of("c" + caller);
                  List<EnqueueItem> item = List.of(queue.unique(id, key(OnConflict.REJECT)));
                  return queue.store().enqueueOnce(queue.name(), call, item);
                },
                callers);

    assertThat(now(replies.filter(each -> each.contains(ACCEPTED)).count())).isEqualTo(1);
    assertThat(queue.totals().accepted()).isEqualTo(1);
    queue.assertBalanced();
  }
}
