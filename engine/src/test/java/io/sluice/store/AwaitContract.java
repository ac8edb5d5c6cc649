package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a task that is not kept: left for those who wait for it, and for nobody else. */
interface AwaitContract extends ContractSetup {
  private static TestQueue keepingNothing(ContractSetup setup) {
    return setup.queue(
        config -> config.withRetention(Retention.NONE).withDeadRetention(Retention.NONE));
  }

  private static TaskView end(TestQueue queue, TaskId id) {
    return queue.await(id).orElseThrow();
  }

  /** It counts as ended, and is in no list; its id is free. */
  private static void assertNotKept(TestQueue queue, TaskId id, TaskState state) {
    queue.assertBalanced();
    assertThat(queue.admin().all(state, 10)).isEmpty();
    assertThat(queue.counts().succeeded() + queue.counts().cancelled() + queue.counts().expired())
        .isZero();
    assertThat(queue.enqueue(queue.given(id))).containsExactly(EnqueueReply.ACCEPTED);
  }

  @Test
  default void successIsToldWithItsResultThoughNothingIsKept() {
    TestQueue queue = keepingNothing(this);
    TaskId id = queue.ready();
    queue.await(id);

    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(end(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(end(queue, id).result()).asString().isEqualTo("ok");
    assertThat(end(queue, id).startedAt()).isNotNull();
    assertThat(queue.find(id)).usingRecursiveComparison().isEqualTo(end(queue, id));
    assertNotKept(queue, id, TaskState.SUCCEEDED);
  }

  @Test
  default void soIsThatOfATaskWithARetentionOfZero() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.await(id);
    ClaimedTask claimed = queue.session().claim();

    queue.settle(new Settlement(id, claimed.token(), SettleContract.DONE, Duration.ZERO));

    assertThat(end(queue, id).result()).asString().isEqualTo("ok");
    assertNotKept(queue, id, TaskState.SUCCEEDED);
  }

  @Test
  default void aTaskMayBeAwaitedBeforeItIsThere() {
    TestQueue queue = keepingNothing(this);
    TaskId id = queue.newId();
    assertThat(queue.await(id)).isEmpty();
    queue.enqueue(queue.given(id));

    queue.settle(queue.session().claim(), SettleContract.DONE);

    assertThat(end(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  default void theEndOfWhatNobodyWaitsForIsUnknown() {
    TestQueue queue = keepingNothing(this);
    List<TaskId> both = queue.ready(2);
    queue.await(both.get(0));

    queue.session().claim(2).forEach(task -> queue.settle(task, SettleContract.DONE));

    assertThat(end(queue, both.get(0)).state()).isEqualTo(TaskState.SUCCEEDED);
    queue.assertUnknown(both.get(1));
    assertThat(queue.await(both.get(1))).isEmpty();
  }

  @Test
  default void aTaskThatIsCancelledWhileItWaitsOrRunsIsToldSo() {
    TestQueue queue = keepingNothing(this);
    List<TaskId> both = queue.ready(2);
    both.forEach(queue::await);
    ClaimedTask claimed = queue.session().claim();
    TaskId waits = claimed.task().id().equals(both.get(0)) ? both.get(1) : both.get(0);

    queue.cancel(waits);
    queue.settle(claimed, Outcome.CANCEL);

    for (TaskId id : both) {
      assertThat(end(queue, id).state()).isEqualTo(TaskState.CANCELLED);
      assertThat(end(queue, id).finishedAt()).isNotNull();
    }
    queue.assertBalanced();
  }

  @Test
  default void aSweepLeavesTheEndOfWhatItDrops() {
    TestQueue queue = keepingNothing(this);
    TaskId dead = queue.ready();
    queue.await(dead);
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));
    TestQueue later =
        queue.through(
            store(
                config ->
                    config
                        .withRetention(Retention.NONE)
                        .withDeadRetention(new Retention(Duration.ofMillis(1), 0))));

    assertThat(later.sweep()).isEqualTo(1);

    assertThat(end(queue, dead).state()).isEqualTo(TaskState.DEAD);
    assertThat(end(queue, dead).failure().message()).isEqualTo("no");
    assertThat(queue.counts().dead()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void soDoesACapThatHasNoRoomForIt() {
    TestQueue queue = queue(config -> config.withRetention(new Retention(Duration.ZERO, 1)));
    List<TaskId> three = queue.ready(3);
    three.forEach(queue::await);

    queue.session().claim(3).forEach(task -> queue.settle(task, SettleContract.DONE));

    for (TaskId id : three) {
      assertThat(end(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    }
    assertThat(queue.counts().succeeded()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void whatIsDeletedOrPurgedIsUnknownToAll() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.await(id);

    queue.admin().act(id, Act.DELETE);

    queue.assertUnknown(id);
    assertThat(queue.await(id)).isEmpty();
  }
}
