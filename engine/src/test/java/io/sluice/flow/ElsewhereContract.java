package io.sluice.flow;

import static io.sluice.flow.FollowUpSetup.FIRST;
import static io.sluice.flow.FollowUpSetup.NEXT;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.enqueue.NewTask;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What follows a task in another queue, on any server. */
interface ElsewhereContract {
  Sluice sluice();

  String newQueue();

  @Test
  default void followUpsGoToOtherQueuesAndBack() {
    String queue = newQueue();
    String other = newQueue();
    ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    sluice()
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              task.then(other, NEXT.with(task.payload() + "\0a").priority(7));
              task.then(queue, NEXT.with(task.payload() + "b"));
              return Mono.just("done");
            })
        .handle(NEXT, task -> Mono.fromRunnable(() -> runs.add("here " + task.payload())))
        .start();
    sluice()
        .worker(other)
        .handle(NEXT, task -> Mono.fromRunnable(() -> runs.add("there " + task.payload())))
        .start();

    NewTask<String, String> first =
        FIRST
            .with("1")
            .then(
                other,
                NEXT.with("2").group("g").then(queue, NEXT.with("3").then(other, NEXT.with("4"))));
    sluice().enqueue(queue, first).block(SOON);

    eventually(() -> runs.size() >= 5);
    assertThat(runs)
        .containsExactlyInAnyOrder("there 1\0a", "here 1b", "there 2", "here 3", "there 4");
    assertThat(sluice().queues().audit(queue).block(SOON).balanced()).isTrue();
    assertThat(sluice().queues().audit(other).block(SOON).balanced()).isTrue();
    assertThat(sluice().queues().letters(queue).block(SOON).outOfReach()).isZero();
    eventually(() -> sluice().queues().letters(queue).block(SOON).unsent() == 0);
  }
}
