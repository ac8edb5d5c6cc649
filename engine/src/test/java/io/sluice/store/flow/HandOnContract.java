package io.sluice.store.flow;

import static io.sluice.store.TestQueue.LONG;
import static io.sluice.store.TestQueue.SHORT;
import static io.sluice.store.TestQueue.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.script.Call;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Reaped;
import io.sluice.store.SettleContract;
import io.sluice.store.Settlement;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Successes with follow-ups: recorded and taken in, in one step. */
public interface HandOnContract extends ContractSetup {
  private static Settlement with(TestQueue queue, ClaimedTask claimed, EnqueueItem... followUps) {
    return new Settlement(
        claimed.task().id(),
        claimed.token(),
        SettleContract.DONE,
        null,
        Stream.of(followUps).map(item -> new HandedOn(queue.name(), item)).toList());
  }

  private static List<Boolean> handOn(TestQueue queue, Settlement... items) {
    return now(queue.store().handOn(queue.name(), queue.settleCall(), List.of(items)));
  }

  private static ClaimedTask claimed(TestQueue queue) {
    queue.ready();
    return queue.session().claim(1).get(0);
  }

  @Test
  default void theFollowUpsOfAnAcceptedOutcomeAreThere() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    TaskId next = queue.newId();
    TaskId other = queue.newId();

    assertThat(handOn(queue, with(queue, first, queue.given(next), queue.given(other))))
        .containsExactly(true);

    queue.assertState(first.task().id(), TaskState.SUCCEEDED);
    assertThat(queue.find(first.task().id()).result()).isEqualTo("ok".getBytes(UTF_8));
    assertThat(queue.session().claim(5))
        .extracting(task -> task.task().id())
        .containsExactly(next, other);
    assertThat(queue.totals().accepted()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void anOutcomeThatIsRefusedHandsOnNothing() {
    TestQueue queue = queue();
    queue.ready();
    TestSession dead = queue.session(SHORT);
    ClaimedTask first = dead.claim(1).get(0);
    queue.reapUntil(reaped -> reaped.reaped() == 1);
    TaskId next = queue.newId();

    assertThat(handOn(queue, with(queue, first, queue.given(next)))).containsExactly(false);

    queue.assertUnknown(next);
    queue.assertState(first.task().id(), TaskState.READY);
    queue.assertBalanced();
  }

  @Test
  default void aCallAgainHandsOnNothingAgain() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    ClaimedTask lost = claimed(queue);
    queue.settle(lost, SettleContract.DONE);
    TaskId next = queue.newId();
    Call call = queue.settleCall();
    List<Settlement> items =
        List.of(
            with(queue, lost, queue.given(queue.newId())), with(queue, first, queue.given(next)));

    assertThat(now(queue.store().handOn(queue.name(), call, items))).containsExactly(false, true);
    assertThat(queue.session().claim(5)).hasSize(1);
    assertThat(now(queue.store().handOn(queue.name(), call, items))).containsExactly(false, true);

    assertThat(queue.totals().accepted()).isEqualTo(3);
    assertThat(queue.counts().ready()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void oneTaskIsSettledOnceInACall() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    TaskId next = queue.newId();

    assertThat(
            handOn(
                queue,
                with(queue, first, queue.given(next)),
                with(queue, first, queue.given(queue.newId()))))
        .containsExactly(true, false);

    assertThat(queue.totals().accepted()).isEqualTo(2);
    queue.assertBalanced();
  }

  @Test
  default void aFollowUpWithAKnownIdIsNotTakenAgain() {
    TestQueue queue = queue();
    TaskId known = queue.ready();
    ClaimedTask run = queue.session().claim(1).get(0);
    ClaimedTask first = claimed(queue);

    assertThat(handOn(queue, with(queue, first, queue.given(known), queue.given(queue.newId()))))
        .containsExactly(true);

    queue.assertState(known, TaskState.RUNNING);
    assertThat(queue.find(known).worker()).isEqualTo(run.token().split(":", -1)[0]);
    assertThat(queue.totals().accepted()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void aCancelledIdThatIsStillInTheListIsNotTakenAgain() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    ClaimedTask first = claimed(queue);
    TaskId cancelled = queue.ready();
    queue.cancel(cancelled);

    handOn(queue, with(queue, first, queue.given(cancelled)));

    assertThat(queue.session().claim(5)).isEmpty();
    queue.assertBalanced();
  }

  @Test
  default void aFollowUpMayBeDueLaterAndMayExpire() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    TaskId later = queue.newId();
    TaskId expiring = queue.newId();

    handOn(
        queue,
        with(
            queue,
            first,
            TestQueue.delayed(queue.given(later), LONG),
            queue.expiring(expiring, Duration.ofMillis(1))));

    queue.assertState(later, TaskState.SCHEDULED);
    assertThat(queue.find(later).runAt()).isAfter(queue.store().now().plus(LONG).minusSeconds(60));
    Eventually.eventually(() -> queue.expire() == 1);
    queue.assertState(expiring, TaskState.EXPIRED);
    queue.assertBalanced();
  }

  @Test
  default void aFollowUpOfAGroupWaitsInItsPlaceAndKeepsItsCost() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    EnqueueItem urgent = placed(queue, 9, null, null);
    EnqueueItem grouped = placed(queue, null, "tenant", 3);

    handOn(queue, with(queue, first, queue.given(queue.newId()), urgent, grouped));

    List<ClaimedTask> run = queue.session().claim(5);
    assertThat(run).hasSize(3);
    assertThat(run).extracting(task -> task.task().options().group()).contains("tenant");
    assertThat(run).extracting(task -> task.task().options().costOrDefault()).contains(3);
    assertThat(run.indexOf(byId(run, urgent))).isLessThan(2);
    queue.assertBalanced();
  }

  private static ClaimedTask byId(List<ClaimedTask> run, EnqueueItem item) {
    return run.stream().filter(task -> task.task().id().equals(item.task().id())).findAny().get();
  }

  private static EnqueueItem placed(TestQueue queue, Integer priority, String group, Integer cost) {
    StoredTask task = queue.task(queue.newId());
    TaskOptions options =
        new TaskOptions(null, null, Map.of(), List.of(), null, null, priority, group, cost);
    return new EnqueueItem(
        new StoredTask(task.id(), task.type(), task.createdAt(), options, task.payload()),
        false,
        Duration.ZERO,
        null);
  }

  @Test
  default void itsOwnRetentionAndThatOfTheQueueDecideHowLongItIsKept() {
    TestQueue queue = queue();
    ClaimedTask kept = claimed(queue);
    ClaimedTask gone = claimed(queue);

    handOn(
        queue,
        new Settlement(
            kept.task().id(),
            kept.token(),
            SettleContract.DONE,
            LONG,
            List.of(new HandedOn(queue.name(), queue.given(queue.newId())))),
        new Settlement(
            gone.task().id(),
            gone.token(),
            SettleContract.DONE,
            Duration.ZERO,
            List.of(new HandedOn(queue.name(), queue.given(queue.newId())))));

    queue.assertState(kept.task().id(), TaskState.SUCCEEDED);
    queue.assertUnknown(gone.task().id());
    queue.assertBalanced();
  }

  @Test
  default void noBacklogRefusesAFollowUp() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    queue.admin().configure(new QueueSettings(1L, null, null, null));
    queue.ready();

    handOn(queue, with(queue, first, queue.given(queue.newId()), queue.given(queue.newId())));

    assertThat(queue.counts().ready()).isEqualTo(3);
  }

  @Test
  default void aTaskThatCrashesAfterItHandedOnIsReapedNoMore() {
    TestQueue queue = queue();
    queue.ready();
    ClaimedTask first = queue.session(SHORT).claim(1).get(0);

    handOn(queue, with(queue, first, queue.given(queue.newId())));

    Reaped reaped = queue.reapUntil(pass -> pass.fenced() == 1 || pass.fenced() == 0);
    assertThat(reaped.reaped()).isZero();
    assertThat(queue.totals().succeeded()).isEqualTo(1);
    queue.assertBalanced();
  }
}
