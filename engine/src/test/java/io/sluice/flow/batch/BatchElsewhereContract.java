package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.BatchException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPart;
import io.sluice.task.batch.BatchPolicy;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Batches that have members in other queues than their home. */
interface BatchElsewhereContract extends BatchSetup {
  private static NewBatch withAll(String queue) {
    return NewBatch.DEFAULT
        .onComplete(queue, CALLBACK.with("complete"))
        .onSuccess(queue, CALLBACK.with("success"))
        .onDeath(queue, CALLBACK.with("death"));
  }

  default String addTo(String queue, BatchId batch, NewTask<String, String> task) {
    return sluice().enqueue(queue, task.in(batch)).block(SOON).id().value();
  }

  @Test
  default void aBatchIsCompleteWhenItsMembersInAllQueuesHaveEnded() {
    String home = newQueue();
    String near = newQueue();
    String far = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(home, withAll(far));
    for (int i = 0; i < 20; i++) {
      add(batch, MEMBER.with("m" + i));
      addTo(near, batch, MEMBER.with("m" + i));
      addTo(far, batch, MEMBER.with("m" + i).unique("k" + i));
    }
    work(home, callbacks);
    work(near, callbacks);
    seal(batch);
    eventually(() -> view(batch).counts().succeeded() == 40);
    assertThat(view(batch).hasEnded()).isFalse();
    assertThat(callbacks).isEmpty();

    work(far, callbacks);

    BatchView complete = ended(batch);
    assertThat(complete.counts()).isEqualTo(new BatchCounts(0, 60, 0, 0, 0));
    assertThat(complete.parts())
        .extracting(BatchPart::queue)
        .containsExactly(QueueName.of(home), QueueName.of(near), QueueName.of(far));
    assertThat(complete.parts()).allMatch(BatchPart::isFinal);
    eventually(() -> callbacks.size() >= 2);
    assertThat(callbacks).containsExactlyInAnyOrder("complete", "success");
    assertBalanced(far);
  }

  @Test
  default void aSealedBatchTakesNoMembersElsewhere() {
    String home = newQueue();
    String other = newQueue();
    String third = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    addTo(other, batch, MEMBER.with("first"));
    seal(batch);
    work(other, new ConcurrentLinkedQueue<>());
    ended(batch);

    assertThatThrownBy(() -> addTo(other, batch, MEMBER.with("late")))
        .isInstanceOf(BatchException.class);
    assertThatThrownBy(() -> addTo(third, batch, MEMBER.with("late")))
        .isInstanceOf(BatchException.class);
    assertCounts(batch, new BatchCounts(0, 1, 0, 0, 0));
  }

  @Test
  default void aQueueThatJoinedAndHasNoMembersHoldsUpNoBatch() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    addTo(other, batch, MEMBER.with("one").id("known"));
    BatchId empty = open(home, NewBatch.DEFAULT);
    assertThatThrownBy(() -> addTo(other, empty, MEMBER.with("one").id("known")))
        .hasMessageContaining("known");

    seal(empty);

    assertThat(ended(empty).counts()).isEqualTo(BatchCounts.NONE);
  }

  @Test
  default void cancelReachesTheMembersInOtherQueues() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    for (int i = 0; i < 30; i++) {
      addTo(other, batch, MEMBER.with("m" + i));
    }

    sluice().batches().of(batch).cancel().block(SOON);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 0, 0, 30, 0));
    assertBalanced(other);
  }

  @Test
  default void aDeadMemberElsewhereCancelsTheRestWhereThePolicySaysSo() {
    String home = newQueue();
    String other = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(home, withAll(home).onFailure(BatchPolicy.CANCEL_REST));
    add(batch, MEMBER.with("here").delay(Duration.ofHours(1)));
    addTo(other, batch, MEMBER.with("there").delay(Duration.ofHours(1)));
    addTo(other, batch, MEMBER.with("dead"));
    work(home, callbacks);
    work(other, callbacks);

    BatchView cancelled = ended(batch);

    assertThat(cancelled.state()).isEqualTo(BatchState.CANCELLED);
    assertThat(cancelled.counts()).isEqualTo(new BatchCounts(0, 0, 1, 2, 0));
    eventually(() -> callbacks.size() >= 2);
    assertThat(callbacks).containsExactlyInAnyOrder("death", "complete");
  }
}
