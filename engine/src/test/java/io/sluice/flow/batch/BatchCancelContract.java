package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.BatchException;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPolicy;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Batches that are cancelled, and members that end, come back or go otherwise than usual. */
interface BatchCancelContract extends BatchSetup {
  /** Runs until it is cancelled. */
  TaskType<String, String> ENDLESS = TaskType.of("endless", String.class, String.class);

  /** Fails, and would be tried again at once. */
  TaskType<String, String> FAILING = TaskType.of("failing", String.class, String.class);

  private static NewBatch withAll(String queue) {
    return NewBatch.DEFAULT
        .onComplete(queue, CALLBACK.with("complete"))
        .onSuccess(queue, CALLBACK.with("success"))
        .onDeath(queue, CALLBACK.with("death"));
  }

  default void addMany(BatchId batch, int count) {
    sluice()
        .enqueueAll(
            batch.home().value(),
            Flux.range(0, count).map(i -> MEMBER.with("m" + i).in(batch).correlate(i)))
        .blockLast(SOON);
  }

  @Test
  default void cancelCancelsAllThatWaitAndThenTheBatchIsOver() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue));
    BatchId other = open(queue, NewBatch.DEFAULT);
    addMany(batch, 1_000);
    addMany(other, 300);
    add(batch, MEMBER.with("later").delay(Duration.ofHours(1)));
    add(batch, MEMBER.with("grouped").group("g"));

    sluice().batches().of(batch).cancel().block(SOON);

    BatchView cancelled = ended(batch);
    assertThat(cancelled.state()).isEqualTo(BatchState.CANCELLED);
    assertThat(cancelled.counts()).isEqualTo(new BatchCounts(0, 0, 0, 1_002, 0));
    assertCounts(other, new BatchCounts(300, 0, 0, 0, 0));
    assertThatThrownBy(() -> add(batch, MEMBER.with("late"))).isInstanceOf(BatchException.class);
    work(queue, callbacks);
    eventually(() -> callbacks.contains("complete"));
    assertThat(callbacks).containsExactly("complete");
    eventually(() -> view(other).counts().succeeded() == 300);
    assertBalanced(queue);
  }

  @Test
  default void cancelAsksWhatRunsToStop() {
    String queue = newQueue();
    AtomicInteger runs = new AtomicInteger();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    sluice()
        .worker(queue)
        .handle(ENDLESS, task -> Mono.fromRunnable(runs::incrementAndGet).then(Mono.never()))
        .handle(MEMBER, task -> Mono.just("done"))
        .start();
    add(batch, ENDLESS.with("endless"));
    add(batch, MEMBER.with("done"));
    eventually(() -> runs.get() == 1 && view(batch).counts().succeeded() == 1);

    sluice().batches().of(batch).cancel().block(SOON);
    sluice().batches().of(batch).cancel().block(SOON);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 1, 0, 1, 0));
    assertThat(runs).hasValue(1);
    assertBalanced(queue);
  }

  @Test
  default void theFirstDeadMemberCancelsTheRestWhereThePolicySaysSo() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue).onFailure(BatchPolicy.CANCEL_REST));
    add(batch, MEMBER.with("waits").delay(Duration.ofHours(1)));
    String dead = add(batch, MEMBER.with("dead")).id().value();

    work(queue, callbacks);

    BatchView cancelled = ended(batch);
    assertThat(cancelled.state()).isEqualTo(BatchState.CANCELLED);
    assertThat(cancelled.counts()).isEqualTo(new BatchCounts(0, 0, 1, 1, 0));
    eventually(() -> callbacks.size() >= 2);
    assertThat(callbacks).containsExactlyInAnyOrder("death", "complete");

    assertThatThrownBy(() -> sluice().tasks().retry(queue, dead).block(SOON))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("was cancelled");
    assertCounts(batch, new BatchCounts(0, 0, 1, 1, 0));
  }

  @Test
  default void aMemberThatFailsWhileItsBatchIsCancelledRunsNoMore() {
    String queue = newQueue();
    AtomicInteger runs = new AtomicInteger();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    sluice()
        .worker(queue)
        .handle(
            FAILING,
            task -> {
              runs.incrementAndGet();
              return Mono.error(new IllegalStateException("again"));
            })
        .start();
    add(batch, FAILING.with("fails").retry(RetryPolicy.fixed(50, Duration.ofMillis(100))));
    eventually(() -> runs.get() >= 1);

    sluice().batches().of(batch).cancel().block(SOON);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 0, 0, 1, 0));
    assertThat(runs.get()).isLessThan(50);
  }

  @Test
  default void aDeadMemberThatRunsAgainAfterTheEndIsShownAndGivesNoCallbackAgain() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    AtomicInteger runs = new AtomicInteger();
    BatchId batch = open(queue, withAll(queue));
    String dead =
        add(batch, FAILING.with("fails once").retry(RetryPolicy.fixed(1, Duration.ofMillis(1))))
            .id()
            .value();
    seal(batch);
    sluice()
        .worker(queue)
        .handle(
            FAILING,
            task ->
                runs.incrementAndGet() == 1
                    ? Mono.error(new IllegalStateException("once"))
                    : Mono.just("done"))
        .handle(CALLBACK, task -> Mono.fromRunnable(() -> callbacks.add(task.payload())))
        .start();
    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 0, 1, 0, 0));
    eventually(() -> callbacks.size() >= 2);

    sluice().tasks().retry(queue, dead).block(SOON);

    eventually(() -> view(batch).counts().equals(new BatchCounts(0, 1, 0, 0, 0)));
    assertThat(view(batch).state()).isEqualTo(BatchState.COMPLETE);
    BatchId later = open(queue, withAll(queue));
    seal(later);
    eventually(() -> callbacks.size() >= 4);
    assertThat(callbacks).containsExactlyInAnyOrder("death", "complete", "complete", "success");
    assertBalanced(queue);
  }

  @Test
  default void membersThatArePurgedAreCountedAsCancelledAndDeadOnesStayDead() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    addMany(batch, 300);
    sluice().queues().purge(queue, TaskState.READY).block(SOON);
    eventually(() -> view(batch).counts().cancelled() == 300);
    work(queue, new ConcurrentLinkedQueue<>());
    String dead = add(batch, MEMBER.with("dead")).id().value();
    eventually(() -> view(batch).counts().dead() == 1);

    sluice().tasks().delete(queue, dead).block(SOON);
    seal(batch);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 0, 1, 300, 0));
    assertBalanced(queue);
  }
}
