package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.protocol.TaskStore;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delays and promote: not before their time, and then in its order. */
public interface ScheduleContract extends ContractSetup {
  @Test
  default void aDelayedTaskWaitsForItsTime() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    Instant before = queue.store().now();

    queue.enqueue(queue.delayed(id, Duration.ofMinutes(1)));

    assertThat(queue.find(id).runAt())
        .isBetween(before.plusSeconds(59), queue.store().now().plusSeconds(61));
    queue.assertState(id, TaskState.SCHEDULED);
    assertThat(queue.counts().scheduled()).isEqualTo(1);
    assertThat(queue.session().claim(1)).isEmpty();
    Promoted promoted = queue.promote();
    assertThat(promoted.moved()).isZero();
    assertThat(promoted.next()).isBetween(Duration.ofSeconds(58), Duration.ofSeconds(60));
  }

  @Test
  default void anInstantIsKeptAsItIs() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    Instant runAt = Instant.ofEpochMilli(queue.store().now().toEpochMilli()).plusSeconds(77);

    queue.enqueue(queue.at(id, runAt));

    assertThat(queue.find(id).runAt()).isEqualTo(runAt);
    queue.assertState(id, TaskState.SCHEDULED);
  }

  @Test
  default void aTimeInThePastMeansNow() {
    TestQueue queue = queue();
    TaskId past = queue.newId();
    TaskId beforeTheEpoch = queue.newId();
    TaskId negative = queue.newId();

    queue.enqueue(
        queue.at(past, queue.store().now().minusSeconds(5)),
        queue.at(beforeTheEpoch, Instant.ofEpochMilli(-5)),
        queue.delayed(negative, Duration.ofSeconds(-5)));

    for (TaskId id : List.of(past, beforeTheEpoch, negative)) {
      queue.assertState(id, TaskState.READY);
    }
    assertThat(queue.session().claim(3)).hasSize(3);
  }

  @Test
  default void dueTasksBecomeReadyInTheOrderOfTheirTimes() {
    TestQueue queue = queue();
    List<TaskId> ids = List.of(queue.newId(), queue.newId(), queue.newId());
    Instant soon = queue.store().now().plusMillis(500);
    queue.enqueue(
        queue.at(ids.get(2), soon.plusMillis(20)),
        queue.at(ids.get(0), soon),
        queue.at(ids.get(1), soon.plusMillis(10)));

    Eventually.eventually(() -> queue.promote().next() == null);

    assertThat(TestSession.ids(queue.session().claim(3))).isEqualTo(ids);
    assertThat(queue.store().now()).isAfterOrEqualTo(soon.plusMillis(20));
    queue.assertBalanced();
  }

  @Test
  default void aRetryBecomesReadyWhenItsTimeHasCome() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Retry(Duration.ofMillis(30), Failure.of("T", "no")));
    queue.assertState(id, TaskState.RETRYING);

    Eventually.eventually(() -> queue.promote().moved() == 1);

    queue.assertState(id, TaskState.READY);
    assertThat(queue.find(id).attempt()).isEqualTo(1);
    assertThat(queue.promote()).isEqualTo(new Promoted(0, null, false, false));
  }

  @Test
  default void oneCallMovesABoundedPartAndSaysThatMoreIsDue() {
    TestQueue queue = queue();
    int tasks = TaskStore.MAX_BATCH + 10;
    Instant soon = queue.store().now().plusMillis(800);
    for (int i = 0; i < tasks; i += 38) {
      EnqueueItem[] items = new EnqueueItem[Math.min(38, tasks - i)];
      for (int k = 0; k < items.length; k++) {
        items[k] = queue.at(queue.newId(), soon);
      }
      queue.enqueue(items);
    }
    Eventually.eventually(() -> queue.store().now().isAfter(soon.plusMillis(20)));

    assertThat(queue.promote())
        .isEqualTo(new Promoted(TaskStore.MAX_BATCH, Duration.ZERO, false, false));
    assertThat(queue.promote()).isEqualTo(new Promoted(10, null, false, false));
    assertThat(queue.counts().ready()).isEqualTo(tasks);
    queue.assertBalanced();
  }
}
