package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Retention of a task's own: it goes before the one of its queue, whichever is longer. */
interface OwnRetentionContract extends ContractSetup {
  Duration LONG = Duration.ofDays(1);
  Duration SHORT = Duration.ofMillis(30);

  private static TaskId succeed(TestQueue queue, Duration retention) {
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();
    assertThat(queue.settle(new Settlement(id, claimed.token(), SettleContract.DONE, retention)))
        .containsExactly(true);
    queue.assertBalanced();
    return id;
  }

  @Test
  default void withARetentionOfZeroNothingIsKept() {
    TestQueue queue = queue();

    TaskId id = succeed(queue, Duration.ZERO);

    queue.assertUnknown(id);
    assertThat(queue.totals().succeeded()).isEqualTo(1);
    assertThat(queue.counts().succeeded()).isZero();
  }

  @Test
  default void aShorterRetentionEndsEarlier() {
    TestQueue queue = queue();
    TaskId id = succeed(queue, SHORT);
    TaskId other = succeed(queue, null);

    Eventually.eventually(() -> queue.sweep() == 1 || queue.counts().succeeded() == 1);

    queue.assertUnknown(id);
    queue.assertState(other, TaskState.SUCCEEDED);
  }

  @Test
  default void aLongerRetentionOutlastsTheOneOfTheQueue() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = succeed(queue, LONG);
    TaskId other = succeed(queue, null);

    assertThat(queue.sweep()).isZero();

    queue.assertState(id, TaskState.SUCCEEDED);
    assertThat(queue.find(id).result()).asString().isEqualTo("ok");
    queue.assertUnknown(other);
    assertThat(queue.counts().succeeded()).isEqualTo(1);
    assertThat(queue.totals().succeeded()).isEqualTo(2);
  }

  @Test
  default void itIsForSuccessOnly() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = queue.ready();
    ClaimedTask claimed = queue.session().claim();

    queue.settle(new Settlement(id, claimed.token(), Outcome.CANCEL, LONG));

    queue.assertUnknown(id);
  }

  @Test
  default void allAreCountedAndListedTogether() {
    TestQueue queue = queue();
    TaskId kept = succeed(queue, LONG);
    TaskId others = succeed(queue, null);

    assertThat(queue.counts().succeeded()).isEqualTo(2);
    for (int limit : List.of(1, 2, 3)) {
      assertThat(queue.admin().all(TaskState.SUCCEEDED, limit))
          .as("in pages of %d", limit)
          .containsExactly(others, kept);
    }
  }

  @Test
  default void aTaskWhoseResultWasTakenIsDroppedBeforeItsRetentionEnds() {
    TestQueue queue = queue();
    TaskId taken = succeed(queue, LONG);
    TaskId kept = succeed(queue, LONG);
    TaskId others = succeed(queue, null);
    TaskId ready = queue.ready();
    TaskId unknown = queue.newId();

    assertThat(queue.discard(taken, others, ready, unknown)).isEqualTo(1);
    assertThat(queue.discard(taken, others, ready, unknown)).isZero();

    queue.assertUnknown(taken);
    queue.assertState(kept, TaskState.SUCCEEDED);
    queue.assertState(others, TaskState.SUCCEEDED);
    queue.assertState(ready, TaskState.READY);
    assertThat(queue.totals().succeeded()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void itsEndIsLeftForAnotherCallerThatWaitsForIt() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.await(id);
    ClaimedTask claimed = queue.session().claim();
    queue.settle(new Settlement(id, claimed.token(), SettleContract.DONE, LONG));

    queue.discard(id);

    assertThat(queue.await(id).orElseThrow().result()).asString().isEqualTo("ok");
    queue.assertBalanced();
  }
}
