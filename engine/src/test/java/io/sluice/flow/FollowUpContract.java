package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.BuryTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What follows a task that has succeeded, on any server. */
interface FollowUpContract extends FollowUpSetup {
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
    FollowUpSetup.assertRuns(runs, "xa", "xb");
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

    FollowUpSetup.assertRuns(runs, "a'", "b'");
    assertBalanced(queue);
  }
}
