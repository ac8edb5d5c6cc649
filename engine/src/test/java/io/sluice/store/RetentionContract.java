package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Retention: finished tasks and dead letters go, the oldest first, and are counted. */
interface RetentionContract extends ContractSetup {
  Outcome OK = new Outcome.Succeed(new byte[0]);
  Outcome BURY = new Outcome.Bury(Failure.of("T", "no"));
  Duration AGE = Duration.ofMillis(40);

  private static List<TaskId> finish(TestQueue queue, int count, Outcome outcome) {
    List<TaskId> ids = queue.ready(count);
    queue.session().claim(count).forEach(task -> queue.settle(task, outcome));
    return ids;
  }

  private TestQueue keepingAtMost(int count) {
    return queue(config -> config.withRetention(new Retention(Duration.ZERO, count)));
  }

  @Test
  default void ofEachFinishedStateTheNewestAreKept() {
    TestQueue queue = keepingAtMost(3);
    List<TaskId> succeeded = finish(queue, 5, OK);
    List<TaskId> cancelled = finish(queue, 4, Outcome.CANCEL);

    queue.sweep();

    assertThat(queue.counts().succeeded()).isEqualTo(3);
    assertThat(queue.counts().cancelled()).isEqualTo(3);
    queue.assertUnknown(succeeded.get(1));
    queue.assertState(succeeded.get(2), TaskState.SUCCEEDED);
    queue.assertUnknown(cancelled.get(0));
    queue.assertState(cancelled.get(1), TaskState.CANCELLED);
    assertThat(queue.totals().succeeded()).isEqualTo(5);
    assertThat(queue.totals().cancelled()).isEqualTo(4);
  }

  @Test
  default void sweepDropsWhatASmallerCapLeavesNoRoomFor() {
    TestQueue queue = queue();
    finish(queue, 10, OK);
    finish(queue, 10, Outcome.CANCEL);
    TestQueue smaller =
        queue.through(store(config -> config.withRetention(new Retention(Duration.ZERO, 4))));

    assertThat(smaller.sweep()).isEqualTo(12);
    assertThat(smaller.sweep()).isZero();
    assertThat(queue.counts().succeeded()).isEqualTo(4);
    assertThat(queue.counts().cancelled()).isEqualTo(4);
    queue.assertBalanced();
  }

  @Test
  default void sweepDropsABoundedPart() {
    TestQueue queue = queue();
    for (int i = 0; i < 6; i++) {
      finish(queue, 100, OK);
    }
    TestQueue none = queue.through(store(config -> config.withRetention(Retention.NONE)));

    assertThat(none.sweep()).isEqualTo(500);
    assertThat(none.sweep()).isEqualTo(100);
    assertThat(none.sweep()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void finishedTasksGoByAge() {
    TestQueue queue = queue(config -> config.withRetention(new Retention(AGE, 1000)));
    finish(queue, 3, OK);
    finish(queue, 2, Outcome.CANCEL);

    Eventually.eventually(() -> sweptAll(queue));

    assertThat(queue.totals().succeeded()).isEqualTo(3);
    queue.assertBalanced();
  }

  private static boolean sweptAll(TestQueue queue) {
    queue.sweep();
    return queue.counts().succeeded() + queue.counts().cancelled() == 0;
  }

  @Test
  default void youngFinishedTasksStay() {
    TestQueue queue = queue();
    finish(queue, 3, OK);
    finish(queue, 3, BURY);

    assertThat(queue.sweep()).isZero();
    assertThat(queue.counts().succeeded()).isEqualTo(3);
    assertThat(queue.counts().dead()).isEqualTo(3);
  }

  @Test
  default void deadLettersOverTheirCountArePurgedOldestFirst() {
    TestQueue queue = queue(config -> config.withDeadRetention(new Retention(Duration.ZERO, 2)));
    List<TaskId> ids = finish(queue, 1, BURY);
    TaskId oldest = ids.get(0);
    Eventually.eventually(() -> queue.store().now().isAfter(queue.find(oldest).finishedAt()));
    finish(queue, 2, BURY);

    assertThat(queue.sweep()).isEqualTo(1);

    queue.assertUnknown(oldest);
    assertThat(queue.counts().dead()).isEqualTo(2);
    assertThat(queue.totals().purged()).isEqualTo(1);
    assertThat(queue.totals().dead()).isEqualTo(3);
  }

  @Test
  default void deadLettersArePurgedByAge() {
    TestQueue queue = queue(config -> config.withDeadRetention(new Retention(AGE, 1000)));
    finish(queue, 3, BURY);

    Eventually.eventually(() -> queue.sweep() == 3 || queue.totals().purged() == 3);

    assertThat(queue.counts().dead()).isZero();
    assertThat(queue.totals().purged()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void withoutRetentionNothingIsLeftOfAFinishedTask() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId first = queue.ready();
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Retry(Duration.ZERO, Failure.of("T", "no")));
    queue.promote();
    queue.settle(session.claim(), OK);

    queue.assertUnknown(first);
    assertThat(queue.enqueue(queue.given(first))).containsExactly(EnqueueReply.ACCEPTED);
    assertThat(session.claim().failures()).isZero();
  }
}
