package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.BuryTaskException;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import java.util.Queue;
import reactor.core.publisher.Mono;

/** A server for batches. */
interface BatchSetup {
  /** Succeeds, but for the payload "dead". */
  TaskType<String, String> MEMBER = TaskType.of("member", String.class, String.class);

  TaskType<String, String> CALLBACK = TaskType.of("callback", String.class, String.class);

  Sluice sluice();

  String newQueue();

  default BatchId open(String queue, NewBatch batch) {
    return sluice().batches().open(queue, batch).block(SOON);
  }

  default TaskHandle<String> add(BatchId batch, NewTask<String, String> task) {
    return sluice().enqueue(batch.home().value(), task.in(batch)).block(SOON);
  }

  default void seal(BatchId batch) {
    sluice().batches().of(batch).seal().block(SOON);
  }

  default BatchView view(BatchId batch) {
    return sluice().batches().of(batch).view().block(SOON);
  }

  default BatchView ended(BatchId batch) {
    return eventually(sluice().batches().of(batch).view(), BatchView::hasEnded);
  }

  default void assertCounts(BatchId batch, BatchCounts counts) {
    assertThat(view(batch).counts()).isEqualTo(counts);
  }

  default void assertBalanced(String queue) {
    assertThat(sluice().queues().audit(queue).block(SOON).balanced()).isTrue();
  }

  /** Runs members, and writes down which callbacks ran. */
  default void work(String queue, Queue<String> callbacks) {
    sluice()
        .worker(queue)
        .handle(
            MEMBER,
            task ->
                task.payload().equals("dead")
                    ? Mono.error(new BuryTaskException("dead"))
                    : Mono.just(task.payload()))
        .handle(CALLBACK, task -> Mono.fromRunnable(() -> callbacks.add(task.payload())))
        .start();
  }
}
