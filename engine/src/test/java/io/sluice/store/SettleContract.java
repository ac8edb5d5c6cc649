package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static io.sluice.store.TestQueue.settlement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Retention;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settle: one accepted outcome per claim, told the same however often it is asked. */
public interface SettleContract extends ContractSetup {
  Outcome DONE = new Outcome.Succeed("ok".getBytes(StandardCharsets.UTF_8));
  Failure FAILURE = Failure.of("some.Type", "some message");

  @Test
  default void succeedKeepsTheResult() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();

    queue.settle(claimed, DONE);

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(found.result()).asString().isEqualTo("ok");
    assertThat(found.attempt()).isEqualTo(1);
    assertThat(found.startedAt()).isEqualTo(claimed.startedAt());
    assertThat(found.finishedAt()).isAfterOrEqualTo(claimed.startedAt());
    assertThat(found.failure()).isNull();
    assertThat(found.worker()).isNull();
    assertThat(queue.counts().succeeded()).isEqualTo(1);
    assertThat(queue.counts().running()).isZero();
    assertThat(queue.totals().succeeded()).isEqualTo(1);
    assertThat(queue.audit().unfinished()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void retryPutsOffAndKeepsTheFailure() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();

    queue.settle(claimed, new Outcome.Retry(Duration.ofMinutes(1), FAILURE));

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.RETRYING);
    assertThat(found.attempt()).isEqualTo(1);
    assertThat(found.runAt()).isAfterOrEqualTo(claimed.startedAt().plus(Duration.ofMinutes(1)));
    assertThat(found.failure().type()).isEqualTo("some.Type");
    assertThat(found.failure().message()).isEqualTo("some message");
    assertThat(found.failure().at()).isAfterOrEqualTo(claimed.startedAt());
    assertThat(queue.counts().retrying()).isEqualTo(1);
    assertThat(queue.totals().retried()).isEqualTo(1);
    assertThat(queue.audit().unfinished()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void buryMakesADeadLetterWithItsFailure() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();

    queue.settle(claimed, new Outcome.Bury(FAILURE));

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.DEAD);
    assertThat(found.attempt()).isEqualTo(1);
    assertThat(found.failure().message()).isEqualTo("some message");
    assertThat(found.finishedAt()).isAfterOrEqualTo(claimed.startedAt());
    assertThat(queue.counts().dead()).isEqualTo(1);
    assertThat(queue.totals().dead()).isEqualTo(1);
    assertThat(queue.audit().unfinished()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void releaseGivesBackFirstInLineAndBurnsNoAttempt() {
    TestQueue queue = queue();
    TaskId first = queue.ready();
    queue.ready();
    TestSession session = queue.session();

    queue.settle(session.claim(), Outcome.RELEASE);

    assertThat(queue.totals().released()).isEqualTo(1);
    assertThat(queue.find(first).attempt()).isZero();
    queue.assertState(first, TaskState.READY);
    ClaimedTask again = session.claim();
    assertThat(again.task().id()).isEqualTo(first);
    assertThat(again.failures()).isZero();
  }

  @Test
  default void snoozePutsOffAndBurnsNoAttempt() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    ClaimedTask claimed = session.claim();

    queue.settle(claimed, new Outcome.Snooze(Duration.ofMinutes(1)));

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(found.attempt()).isZero();
    assertThat(found.failure()).isNull();
    assertThat(found.runAt()).isAfterOrEqualTo(claimed.startedAt().plus(Duration.ofMinutes(1)));
    assertThat(queue.counts().scheduled()).isEqualTo(1);
    assertThat(queue.totals().snoozed()).isEqualTo(1);
    assertThat(queue.totals().retried()).isZero();
    assertThat(queue.audit().unfinished()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void whatWasSnoozedComesUpAgainAsIfItHadNotRun() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Retry(Duration.ZERO, FAILURE));
    queue.promote();

    queue.settle(session.claim(), new Outcome.Snooze(Duration.ZERO));
    queue.promote();

    ClaimedTask again = session.claim();
    assertThat(again.task().id()).isEqualTo(id);
    assertThat(again.failures()).isEqualTo(1);
    assertThat(again.crashes()).isZero();
    assertThat(queue.find(id).failure().message()).isEqualTo("some message");
  }

  @Test
  default void cancelEndsATaskWithoutAResult() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();

    queue.settle(claimed, Outcome.CANCEL);

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(found.result()).isNull();
    assertThat(found.startedAt()).isEqualTo(claimed.startedAt());
    assertThat(queue.counts().cancelled()).isEqualTo(1);
    assertThat(queue.totals().cancelled()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void verdictsAreInTheOrderOfTheItems() {
    TestQueue queue = queue();
    queue.ready(7);
    List<ClaimedTask> claimed = queue.session().claim(7);
    queue.settle(claimed.get(0), DONE);
    queue.settle(claimed.get(3), Outcome.RELEASE);

    List<Boolean> verdicts =
        queue.settle(
            settlement(claimed.get(0), Outcome.RELEASE),
            settlement(claimed.get(1), DONE),
            settlement(claimed.get(2), new Outcome.Bury(FAILURE)),
            settlement(claimed.get(3), DONE),
            settlement(claimed.get(4), new Outcome.Retry(Duration.ZERO, FAILURE)),
            settlement(claimed.get(5), DONE),
            settlement(claimed.get(6), Outcome.CANCEL));

    assertThat(verdicts).containsExactly(false, true, true, false, true, true, true);
    queue.assertState(claimed.get(3).task().id(), TaskState.READY);
    queue.assertState(claimed.get(2).task().id(), TaskState.DEAD);
  }

  @Test
  default void aFullBatchOfEachOutcomeIsTaken() {
    TestQueue queue = queue();
    List<Outcome> outcomes =
        List.of(
            DONE,
            new Outcome.Retry(Duration.ofHours(1), FAILURE),
            new Outcome.Bury(FAILURE),
            new Outcome.Snooze(Duration.ofHours(1)),
            Outcome.CANCEL);
    TestSession session = queue.session();
    for (Outcome outcome : outcomes) {
      queue.ready(TaskStore.MAX_BATCH);
      List<Settlement> all = new ArrayList<>();
      session.claim(TaskStore.MAX_BATCH).forEach(task -> all.add(settlement(task, outcome)));
      assertThat(queue.settle(all.toArray(Settlement[]::new)))
          .hasSize(TaskStore.MAX_BATCH)
          .containsOnly(true);
    }
    queue.assertBalanced();
  }

  @Test
  default void aWrongTokenIsRefusedAndChangesNothing() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();
    for (Outcome outcome :
        List.of(
            DONE,
            new Outcome.Retry(Duration.ZERO, FAILURE),
            new Outcome.Bury(FAILURE),
            Outcome.RELEASE,
            new Outcome.Snooze(Duration.ZERO),
            Outcome.CANCEL)) {
      for (String wrong : List.of(claimed.token() + "1", "another:1:1", "nonsense")) {
        assertThat(queue.settle(new Settlement(id, wrong, outcome))).containsExactly(false);
        assertThat(queue.find(id).attempt()).isEqualTo(1);
        assertThat(queue.find(id).failure()).isNull();
        queue.assertState(id, TaskState.RUNNING);
      }
    }
    assertThat(queue.totals().succeeded()).isZero();
  }

  @Test
  default void aTaskThatWasGivenToAnotherSessionIsNotTheFirstOnesAnyMore() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession lost = queue.session();
    ClaimedTask before = lost.claim();
    lost.close();
    queue.reapUntil(reaped -> reaped.reaped() == 1);
    ClaimedTask after = queue.session().claim();
    assertThat(after.crashes()).isEqualTo(1);

    assertThat(queue.settle(settlement(before, DONE))).containsExactly(false);
    queue.assertState(id, TaskState.RUNNING);
    assertThat(queue.settle(settlement(after, DONE))).containsExactly(true);
  }

  @Test
  default void anOutcomeThatComesAfterTheFenceAndBeforeTheReaperIsTaken() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    ClaimedTask claimed = session.claim();
    session.close();

    queue.settle(claimed, DONE);

    queue.reapUntil(reaped -> !reaped.more());
    queue.assertState(id, TaskState.SUCCEEDED);
    assertThat(queue.totals().reaped()).isZero();
  }

  @Test
  default void aSettleUnderTheSameNumberIsAnsweredTheSameAndHasNoEffect() {
    TestQueue queue = queue();
    queue.ready(3);
    List<ClaimedTask> claimed = queue.session().claim(3);
    queue.settle(claimed.get(1), DONE);
    Call call = queue.settleCall();
    List<Settlement> items =
        List.of(
            settlement(claimed.get(0), DONE),
            settlement(claimed.get(1), DONE),
            settlement(claimed.get(2), new Outcome.Bury(FAILURE)));

    for (int sends = 0; sends < 3; sends++) {
      assertThat(now(queue.store().settle(queue.name(), call, items)))
          .containsExactly(true, false, true);
    }

    assertThat(queue.totals().succeeded()).isEqualTo(2);
    assertThat(queue.totals().dead()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aSettleIsStillToldAsAcceptedWhenNothingOfItsTaskIsLeft() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = queue.ready();
    List<Settlement> items = List.of(settlement(queue.session().claim(), DONE));
    Call call = queue.settleCall();
    now(queue.store().settle(queue.name(), call, items));
    queue.assertUnknown(id);

    assertThat(now(queue.store().settle(queue.name(), call, items))).containsExactly(true);
    assertThat(queue.totals().succeeded()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aRetryIsStillToldAsAcceptedWhenTheTaskAlreadyRunsElsewhere() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    List<Settlement> items =
        List.of(settlement(queue.session().claim(), new Outcome.Retry(Duration.ZERO, FAILURE)));
    Call call = queue.settleCall();
    now(queue.store().settle(queue.name(), call, items));
    queue.promote();
    ClaimedTask elsewhere = queue.session().claim();

    assertThat(now(queue.store().settle(queue.name(), call, items))).containsExactly(true);
    assertThat(queue.totals().retried()).isEqualTo(1);
    queue.assertState(id, TaskState.RUNNING);
    queue.settle(elsewhere, DONE);
    assertThat(queue.find(id).attempt()).isEqualTo(2);
  }

  @Test
  default void aSettleIsStillToldAsAcceptedAfterItsSessionWasReaped() {
    TestQueue queue = queue();
    queue.ready();
    TestSession session = queue.session();
    List<Settlement> items = List.of(settlement(session.claim(), DONE));
    Call call = queue.settleCall();
    now(queue.store().settle(queue.name(), call, items));
    session.close();
    queue.reapUntil(reaped -> !reaped.more());

    assertThat(now(queue.store().settle(queue.name(), call, items))).containsExactly(true);
  }

  @Test
  default void aSettleUnderALowerNumberIsRefused() {
    TestQueue queue = queue();
    queue.ready(2);
    List<ClaimedTask> claimed = queue.session().claim(2);
    Call late = queue.settleCall();
    queue.settle(claimed.get(0), DONE);
    List<Settlement> items = List.of(settlement(claimed.get(1), DONE));

    assertThatThrownBy(() -> now(queue.store().settle(queue.name(), late, items)))
        .isInstanceOf(StoreCorruptedException.class);
    queue.assertState(claimed.get(1).task().id(), TaskState.RUNNING);
  }
}
