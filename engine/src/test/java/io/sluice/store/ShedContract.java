package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What has finished yields, the oldest first; all else stays. */
interface ShedContract extends ContractSetup {
  Outcome DEAD = new Outcome.Bury(Failure.of("T", "no"));

  private static TaskId end(TestQueue queue, Outcome outcome, Duration retention) {
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();
    queue.settle(new Settlement(id, claimed.token(), outcome, retention));
    Eventually.eventually(() -> queue.store().now().isAfter(queue.find(id).finishedAt()));
    return id;
  }

  @Test
  default void whatHasFinishedIsDroppedAndNothingElse() {
    TestQueue queue = queue();
    TaskId succeeded = end(queue, SettleContract.DONE, null);
    TaskId kept = end(queue, SettleContract.DONE, Duration.ofDays(1));
    TaskId cancelled = end(queue, Outcome.CANCEL, null);
    TaskId dead = end(queue, DEAD, null);
    TaskId running = queue.ready();
    queue.session().claim();
    TaskId ready = queue.ready();
    TaskId later = queue.newId();
    queue.enqueue(queue.delayed(later, Duration.ofHours(1)));

    assertThat(queue.shed()).isEqualTo(3);

    queue.assertUnknown(succeeded);
    queue.assertUnknown(kept);
    queue.assertUnknown(cancelled);
    queue.assertState(dead, TaskState.DEAD);
    queue.assertState(running, TaskState.RUNNING);
    queue.assertState(ready, TaskState.READY);
    queue.assertState(later, TaskState.SCHEDULED);
    assertThat(queue.totals().succeeded()).isEqualTo(2);
    assertThat(queue.shed()).isZero();
  }

  @Test
  default void whoWaitsIsToldTheEndAllTheSame() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.await(id);
    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(queue.shed()).isEqualTo(1);

    assertThat(queue.counts().succeeded()).isZero();
    assertThat(queue.await(id))
        .hasValueSatisfying(end -> assertThat(end.state()).isEqualTo(TaskState.SUCCEEDED));
  }

  @Test
  default void theOldestGoFirstWhateverTheirEndAndAtMostAThousandAtOnce() {
    TestQueue queue = queue();
    TaskId kept = end(queue, SettleContract.DONE, Duration.ofDays(1));
    TaskId oldest = end(queue, Outcome.CANCEL, null);
    for (int i = 0; i < 5; i++) {
      queue.ready(200);
      queue.session().claim(200).forEach(task -> queue.settle(task, SettleContract.DONE));
    }
    TaskId newest = end(queue, Outcome.CANCEL, null);

    assertThat(queue.shed()).isEqualTo(1000);

    queue.assertUnknown(oldest);
    queue.assertState(newest, TaskState.CANCELLED);
    queue.assertState(kept, TaskState.SUCCEEDED);
    assertThat(queue.counts().succeeded()).isEqualTo(2);
    assertThat(queue.shed()).isEqualTo(3);
    queue.assertBalanced();
  }
}
