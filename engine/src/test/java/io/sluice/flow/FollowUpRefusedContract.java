package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Work;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.handler.Delivery;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which follow-ups are not taken, and what that makes of their task, on any server. */
interface FollowUpRefusedContract extends FollowUpSetup {
  @Test
  default void anAttemptThatFailsAddsNothing() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              task.then(queue, NEXT.with("of attempt " + task.attempt()));
              return task.attempt() < 3 ? Mono.error(new IllegalStateException()) : Mono.empty();
            })
        .handle(NEXT, task -> Mono.fromRunnable(() -> runs.add(task.payload())))
        .start();

    enqueue(queue, FIRST.with("x").retry(Work.attempts(5)));

    FollowUpSetup.assertRuns(runs, "of attempt 3");
    assertBalanced(queue);
  }

  @Test
  default void followUpsThatCannotBeTakenLeaveADeliveryUnsettled() {
    String queue = newQueue();
    enqueue(queue, FIRST.with("x"));
    Delivery<String, String> delivery = sluice().receive(queue, FIRST).blockFirst(SOON);
    String large = "y".repeat(sluice().config().maxPayloadBytes() + 1);

    assertThatThrownBy(
            () ->
                delivery
                    .succeed("", List.of(FollowUp.to("elsewhere", NEXT.with(large))))
                    .block(SOON))
        .isInstanceOf(PayloadTooLargeException.class);
    delivery.succeed("done").block(SOON);

    assertThat(find(queue, delivery.id()).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  default void aTaskThatEndsTooLateAddsNothing() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              task.then(queue, NEXT.with("too late"));
              return Mono.never();
            })
        .handle(NEXT, task -> Mono.fromRunnable(() -> runs.add(task.payload())))
        .start();

    TaskHandle<String> first = enqueue(queue, FIRST.with("x"));
    eventually(() -> find(queue, first.id()).state() == TaskState.RUNNING);
    sluice().tasks().cancel(queue, first.id().value()).block(SOON);

    eventually(() -> find(queue, first.id()).state() == TaskState.CANCELLED);
    assertThat(runs).isEmpty();
    assertThat(sluice().queues().find(queue).block(SOON).totals().accepted()).isEqualTo(1);
  }

  @Test
  default void aTaskHasABoundedNumberOfFollowUps() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              IntStream.range(0, FollowUp.MOST).forEach(i -> task.then(queue, NEXT.with("n" + i)));
              try {
                task.then(queue, NEXT.with("one more"));
              } catch (InvalidTaskException tooMany) {
                errors.add(tooMany.getMessage());
              }
              return Mono.empty();
            })
        .handle(NEXT, task -> Mono.empty())
        .start();

    enqueue(queue, FIRST.with("x"));

    eventually(
        () -> sluice().queues().find(queue).block(SOON).totals().succeeded() == FollowUp.MOST + 1);
    assertThat(errors).containsExactly("a task has at most 64 follow-ups, there are 65");
  }

  @Test
  default void aTaskThatFollowsItselfEndsAtTheDeepest() {
    String queue = newQueue();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              task.then(queue, FIRST.with("again").retry(Work.attempts(1)));
              return Mono.empty();
            })
        .start();

    enqueue(queue, FIRST.with("x"));

    eventually(() -> sluice().queues().find(queue).block(SOON).counts().dead() == 1);
    assertThat(sluice().queues().find(queue).block(SOON).totals().succeeded())
        .isEqualTo(FollowUp.DEEPEST);
    assertBalanced(queue);
  }

  @Test
  default void followUpsAreRefusedWhereTheyCannotBeTaken() {
    String queue = newQueue();
    byte[] half = new byte[sluice().config().maxPayloadBytes() / 2 + 1];
    NewTask<byte[], byte[]> large = TaskType.raw("large").with(half);
    NewTask<String, String> chain = FIRST.with("end");
    for (int i = 1; i < FollowUp.LONGEST_CHAIN; i++) {
      chain = FIRST.with("n" + i).then(queue, chain);
    }
    NewTask<String, String> longest = chain;

    assertThatThrownBy(() -> enqueue(queue, FIRST.with("x").then(queue, large).then(queue, large)))
        .isInstanceOf(PayloadTooLargeException.class);
    assertThatThrownBy(
            () -> FIRST.with("x").then(queue, NEXT.with("y").unique(Unique.keepLast("k"))))
        .isInstanceOf(InvalidTaskException.class);
    assertThatThrownBy(() -> FIRST.with("x").then(queue, longest))
        .hasMessage("at most 64 tasks may follow each other in a chain");
    assertThat(
            sluice().queues().find(queue).blockOptional(SOON).map(view -> view.totals().accepted()))
        .isIn(java.util.Optional.empty(), java.util.Optional.of(0L));
  }
}
