package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.BatchException;
import io.sluice.task.BatchException.Reason;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchState;
import io.sluice.task.enqueue.NewBatch;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Batches that are members of other batches. */
interface BatchNestedContract extends BatchSetup {
  @Test
  default void aBatchCountsInItsParentAsOneMember() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId parent = open(queue, NewBatch.DEFAULT.onComplete(queue, CALLBACK.with("parent")));
    BatchId good = open(queue, NewBatch.DEFAULT.in(parent));
    BatchId bad = open(queue, NewBatch.DEFAULT.in(parent));
    add(good, MEMBER.with("alive"));
    add(bad, MEMBER.with("dead"));
    seal(parent);
    assertCounts(parent, new BatchCounts(2, 0, 0, 0, 0));
    assertThat(view(good).parent()).isEqualTo(parent);

    work(queue, callbacks);
    seal(good);
    eventually(() -> view(parent).counts().equals(new BatchCounts(1, 1, 0, 0, 0)));
    assertThat(view(parent).hasEnded()).isFalse();
    seal(bad);

    assertThat(ended(parent).counts()).isEqualTo(new BatchCounts(0, 1, 1, 0, 0));
    eventually(() -> callbacks.size() == 1);
  }

  @Test
  default void cancelReachesTheBatchesThatLieInTheBatch() {
    String queue = newQueue();
    BatchId parent = open(queue, NewBatch.DEFAULT);
    BatchId child = open(queue, NewBatch.DEFAULT.in(parent));
    BatchId grandchild = open(queue, NewBatch.DEFAULT.in(child));
    add(grandchild, MEMBER.with("waits"));

    sluice().batches().of(parent).cancel().block(SOON);

    assertThat(ended(parent).counts()).isEqualTo(new BatchCounts(0, 0, 0, 1, 0));
    assertThat(view(grandchild).state()).isEqualTo(BatchState.CANCELLED);
    assertCounts(grandchild, new BatchCounts(0, 0, 0, 1, 0));
  }

  @Test
  default void aRepairCountsTheBatchesThatLieInABatch() {
    String queue = newQueue();
    BatchId parent = open(queue, NewBatch.DEFAULT);
    BatchId child = open(queue, NewBatch.DEFAULT.in(parent));
    add(parent, MEMBER.with("waits"));
    add(child, MEMBER.with("waits"));

    sluice().queues().repair(queue).block(SOON);

    assertCounts(parent, new BatchCounts(2, 0, 0, 0, 0));
    assertCounts(child, new BatchCounts(1, 0, 0, 0, 0));
  }

  @Test
  default void aBatchLiesInAtMostSevenOthers() {
    String queue = newQueue();
    BatchId last = open(queue, NewBatch.DEFAULT);
    for (int i = 1; i < 8; i++) {
      last = open(queue, NewBatch.DEFAULT.in(last));
    }
    NewBatch ninth = NewBatch.DEFAULT.in(last);

    assertThatThrownBy(() -> open(queue, ninth))
        .isInstanceOfSatisfying(
            BatchException.class, error -> assertThat(error.reason()).isEqualTo(Reason.TOO_DEEP));
  }

  @Test
  default void aSealedBatchTakesNoBatch() {
    String queue = newQueue();
    BatchId parent = open(queue, NewBatch.DEFAULT);
    seal(parent);

    assertThatThrownBy(() -> open(queue, NewBatch.DEFAULT.in(parent)))
        .isInstanceOfSatisfying(
            BatchException.class, error -> assertThat(error.reason()).isEqualTo(Reason.SEALED));
  }
}
