package io.sluice.flow.batch;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPage;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Lists of batches, and of their members. */
interface BatchListContract extends BatchSetup {
  @Test
  default void membersThatHaveNotEndedAreListedByState() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    BatchId other = open(queue, NewBatch.DEFAULT);
    Set<String> ready = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ready.add(add(batch, MEMBER.with("m")).id().value());
      add(other, MEMBER.with("m"));
    }
    add(batch, MEMBER.with("later").delay(Duration.ofHours(1)));

    assertThat(listed(batch, TaskState.READY)).isEqualTo(ready);
    assertThat(listed(batch, TaskState.SCHEDULED)).hasSize(1);
    assertThat(listed(batch, null)).hasSize(21);
    assertThatThrownBy(() -> listed(batch, TaskState.SUCCEEDED))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessageContaining("counted and not listed");
  }

  private Set<String> listed(BatchId batch, TaskState state) {
    Set<String> ids = new HashSet<>();
    sluice()
        .batches()
        .of(batch)
        .members(state, null, 7)
        .expand(
            page ->
                page.cursor() == null
                    ? Mono.empty()
                    : sluice().batches().of(batch).members(state, page.cursor(), 7))
        .doOnNext(page -> page.tasks().forEach(task -> ids.add(task.id().value())))
        .blockLast(SOON);
    return ids;
  }

  @Test
  default void theBatchesOfAQueueAreListed() {
    String queue = newQueue();
    Set<BatchId> opened = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      opened.add(open(queue, NewBatch.DEFAULT.onComplete(queue, CALLBACK.with("complete"))));
    }

    Set<BatchId> listed = new HashSet<>();
    sluice()
        .batches()
        .list(queue, null, 3)
        .expand(
            page ->
                page.cursor() == null
                    ? Mono.empty()
                    : sluice().batches().list(queue, page.cursor(), 3))
        .map(BatchPage::batches)
        .doOnNext(page -> page.forEach(one -> listed.add(one.id())))
        .blockLast(SOON);
    assertThat(listed).isEqualTo(opened);
  }
}
