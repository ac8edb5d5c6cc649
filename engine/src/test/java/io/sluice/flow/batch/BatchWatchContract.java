package io.sluice.flow.batch;

import static io.sluice.testing.TestEngine.SOON;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.BatchException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A batch is followed to its end. */
interface BatchWatchContract extends BatchSetup {
  @Test
  default void aFollowerSeesABatchGoOnAndEnd() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    add(batch, MEMBER.with("a"));
    add(batch, MEMBER.with("dead"));
    seal(batch);
    CompletableFuture<List<BatchView>> views =
        sluice().batches().of(batch).watch().collectList().toFuture();
    CompletableFuture<BatchView> end = sluice().batches().of(batch).ended().toFuture();
    assertThat(sluice().batches().of(batch).watch().blockFirst(SOON).state())
        .isEqualTo(BatchState.SEALED);

    work(queue, new ArrayDeque<>());

    List<BatchView> seen = views.orTimeout(SOON.toMillis(), MILLISECONDS).join();
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen.get(0).counts().pending()).isEqualTo(2);
    BatchView last = seen.get(seen.size() - 1);
    assertThat(last.state()).isEqualTo(BatchState.COMPLETE);
    assertThat(last.counts().dead()).isEqualTo(1);
    assertThat(end.orTimeout(SOON.toMillis(), MILLISECONDS).join()).isEqualTo(last);
    assertThat(sluice().batches().of(batch).watch().collectList().block(SOON))
        .containsExactly(last);
  }

  @Test
  default void aFollowerOfManyMembersLooksAtMostFourTimesASecond() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    for (int i = 0; i < 40; i++) {
      add(batch, MEMBER.with("m" + i));
    }
    seal(batch);
    CompletableFuture<List<Long>> instants =
        sluice()
            .batches()
            .of(batch)
            .watch()
            .map(view -> System.nanoTime())
            .collectList()
            .toFuture();

    work(queue, new ArrayDeque<>());

    List<Long> at = instants.orTimeout(SOON.toMillis(), MILLISECONDS).join();
    for (int i = 1; i < at.size(); i++) {
      assertThat(at.get(i) - at.get(i - 1)).isGreaterThan(Duration.ofMillis(200).toNanos());
    }
  }

  @Test
  default void aBatchThatIsNotThereCannotBeFollowed() {
    BatchId none = new BatchId("none", QueueName.of(newQueue()));

    assertThatThrownBy(() -> sluice().batches().of(none).ended().block(SOON))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining(none.toString());
  }
}
