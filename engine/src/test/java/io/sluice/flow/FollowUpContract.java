package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.task.BuryTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.Delivery;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What follows a task that has succeeded, on any server. */
interface FollowUpContract {
  TaskType<String, String> FIRST = TaskType.of("first", String.class, String.class);
  TaskType<String, String> NEXT = TaskType.of("next", String.class, String.class);

  Sluice sluice();

  String newQueue();

  private static void assertRuns(ConcurrentLinkedQueue<String> runs, String... payloads) {
    eventually(() -> runs.size() >= payloads.length);
    assertThat(runs).containsExactlyInAnyOrder(payloads);
  }

  private void assertBalanced(String queue) {
    assertThat(sluice().queues().audit(queue).block(SOON).balanced()).isTrue();
  }

  private TaskHandle<String> enqueue(String queue, NewTask<String, String> task) {
    return sluice().enqueue(queue, task).block(SOON);
  }

  private TaskView find(String queue, TaskId id) {
    return sluice().tasks().find(queue, id.value()).block(SOON);
  }

  @Test
  default void whatAHandlerAddsRunsAfterItsTaskHasSucceeded() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              task.then(queue, NEXT.with(task.payload() + "a"));
              task.then(queue, NEXT.with(task.payload() + "b"));
              return Mono.just("done");
            })
        .handle(NEXT, task -> Mono.fromRunnable(() -> runs.add(task.payload())))
        .start();

    TaskHandle<String> first = enqueue(queue, FIRST.with("x"));

    assertThat(sluice().result(first).block(SOON)).isEqualTo("done");
    assertRuns(runs, "xa", "xb");
    assertBalanced(queue);
  }

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

    assertRuns(runs, "of attempt 3");
    assertBalanced(queue);
  }

  @Test
  default void aChainRunsInItsOrderAndPassesResultsOn() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task ->
                Mono.fromSupplier(
                    () -> {
                      runs.add(task.payload());
                      return task.payload() + "!";
                    }))
        .start();

    enqueue(
        queue,
        FIRST
            .with("1")
            .thenWithResult(
                queue, FIRST.with("").priority(7).then(queue, FIRST.with("3").group("tenant"))));

    eventually(() -> runs.size() == 3);
    assertThat(runs).containsExactly("1", "1!", "3");
    assertBalanced(queue);
  }

  @Test
  default void aChainFollowsOnlyItsSuccess() {
    String queue = newQueue();
    sluice().worker(queue).handle(FIRST, task -> Mono.error(new BuryTaskException("no"))).start();

    TaskHandle<String> first = enqueue(queue, FIRST.with("1").then(queue, NEXT.with("2")));

    eventually(() -> find(queue, first.id()).state() == TaskState.DEAD);
    assertThat(sluice().queues().find(queue).block(SOON).totals().accepted()).isEqualTo(1);
  }

  @Test
  default void aFollowUpWithoutAnIdHasOneThatIsDerivedFromItsPredecessor() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(FIRST, task -> Mono.empty())
        .handle(NEXT, task -> Mono.fromRunnable(() -> ids.add(task.id().value())))
        .start();

    enqueue(queue, FIRST.with("1").then(queue, NEXT.with("a")).then(queue, NEXT.with("a")));
    enqueue(queue, FIRST.with("1").then(queue, NEXT.with("a").id("mine")));

    eventually(() -> ids.size() == 3);
    assertThat(ids).doesNotHaveDuplicates().contains("mine");
    assertThat(ids)
        .filteredOn(id -> !id.equals("mine"))
        .allMatch(id -> id.matches("f[0-9a-f]{32}"));
  }

  @Test
  default void aDeliverySucceedsWithFollowUps() {
    String queue = newQueue();
    enqueue(queue, FIRST.with("x"));

    Delivery<String, String> delivery = sluice().receive(queue, FIRST).blockFirst(SOON);
    delivery.succeed("done", List.of(FollowUp.to(queue, NEXT.with("y")))).block(SOON);
    delivery.succeed("done", List.of(FollowUp.to(queue, NEXT.with("z")))).block(SOON);

    Delivery<String, String> next = sluice().receive(queue, NEXT).blockFirst(SOON);
    assertThat(next.payload()).isEqualTo("y");
    next.succeed(null).block(SOON);
    assertThat(sluice().queues().find(queue).block(SOON).totals().accepted()).isEqualTo(2);
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
  default void aTaskOfABatchSucceedsWithFollowUps() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .<String, String>handleBatch(
            FIRST,
            10,
            Duration.ofMillis(20),
            tasks ->
                Flux.fromIterable(tasks)
                    .map(
                        task ->
                            BatchOutcome.succeed(
                                task,
                                "done",
                                List.of(FollowUp.to(queue, NEXT.with(task.payload() + "'"))))))
        .handle(NEXT, task -> Mono.fromRunnable(() -> runs.add(task.payload())))
        .start();

    enqueue(queue, FIRST.with("a"));
    enqueue(queue, FIRST.with("b"));

    assertRuns(runs, "a'", "b'");
    assertBalanced(queue);
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
