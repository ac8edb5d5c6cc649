package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPart;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.handler.TaskContext;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Follow-ups that are members of batches. */
interface BatchFollowUpContract extends BatchSetup {
  private NewTask<String, String> member(BatchId batch, String payload) {
    return MEMBER.with(payload).in(batch);
  }

  /** Runs members, and does this in the handler of the one with the payload "first". */
  private ConcurrentLinkedQueue<String> run(String queue, Consumer<TaskContext<String>> ofFirst) {
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            MEMBER,
            task -> {
              if (task.payload().equals("first")) {
                ofFirst.accept(task);
              }
              return Mono.fromCallable(
                  () -> {
                    runs.add(task.payload());
                    return task.payload();
                  });
            })
        .handle(CALLBACK, task -> Mono.fromRunnable(() -> runs.add("callback")))
        .start();
    return runs;
  }

  @Test
  default void aSealedBatchWaitsForTheFollowUpsOfItsMembers() {
    String home = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT.onSuccess(home, CALLBACK.with("success")));
    NewTask<String, String> last = member(batch, "last").delay(Duration.ofMillis(300));
    add(batch, MEMBER.with("first").then(home, member(batch, "second").then(home, last)));
    seal(batch);

    ConcurrentLinkedQueue<String> runs = run(home, first -> {});

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 3, 0, 0, 0));
    eventually(() -> runs.size() >= 4);
    assertThat(runs).containsExactly("first", "second", "last", "callback");
    assertBalanced(home);
  }

  @Test
  default void aBatchWaitsForTheFollowUpsInOtherQueues() {
    String home = newQueue();
    String near = newQueue();
    String far = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    add(batch, MEMBER.with("first"));
    seal(batch);
    run(
        home,
        first ->
            first.then(
                near,
                member(batch, "near")
                    .then(far, member(batch, "far").then(home, member(batch, "back")))));
    run(near, first -> {});
    ConcurrentLinkedQueue<String> runs = run(far, first -> {});

    BatchView complete = ended(batch);

    assertThat(complete.counts()).isEqualTo(new BatchCounts(0, 4, 0, 0, 0));
    assertThat(runs).containsExactly("far");
    assertThat(complete.parts()).hasSize(3).allMatch(BatchPart::isFinal);
    assertBalanced(far);
  }

  @Test
  default void aFollowUpOfAMemberElsewhereIsCountedWithIt() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    sluice().enqueue(other, member(batch, "first").then(other, member(batch, "next"))).block(SOON);
    seal(batch);
    run(other, first -> {});

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 2, 0, 0, 0));
  }

  @Test
  default void anOpenBatchTakesFollowUpsOfOtherTasks() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    sluice()
        .enqueue(
            other,
            MEMBER
                .with("first")
                .then(home, member(batch, "here"))
                .then(other, member(batch, "there")))
        .block(SOON);
    run(home, first -> {});
    run(other, first -> {});
    eventually(() -> view(batch).counts().succeeded() == 2);

    seal(batch);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 2, 0, 0, 0));
  }

  @Test
  default void aFollowUpThatItsBatchTakesNoMoreRunsOutsideOfIt() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    seal(batch);
    ended(batch);
    ConcurrentLinkedQueue<String> runs = run(home, first -> {});
    run(other, first -> {});

    for (String queue : new String[] {home, other}) {
      sluice()
          .enqueue(queue, MEMBER.with("first").then(home, member(batch, "by " + queue)))
          .block(SOON);
    }

    eventually(() -> runs.contains("by " + home) && runs.contains("by " + other));
    assertCounts(batch, BatchCounts.NONE);
    assertBalanced(home);
  }

  @Test
  default void aCancelledBatchDropsFollowUps() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, NewBatch.DEFAULT);
    sluice().batches().of(batch).cancel().block(SOON);
    ended(batch);
    sluice()
        .enqueue(
            home,
            MEMBER
                .with("first")
                .then(home, member(batch, "dropped"))
                .then(other, member(batch, "dropped"))
                .then(home, MEMBER.with("plain")))
        .block(SOON);
    ConcurrentLinkedQueue<String> runs = run(home, first -> {});

    eventually(() -> runs.size() >= 2);

    assertThat(runs).containsExactly("first", "plain");
    assertCounts(batch, BatchCounts.NONE);
  }
}
