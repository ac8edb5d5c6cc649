package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.BuryTaskException;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.QueueView;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A server to scatter over, and a worker for the parts. */
interface ScatterSetup {
  TaskType<Integer, Integer> SQUARE = TaskType.of("square", Integer.class, Integer.class);

  Sluice sluice();

  String newQueue();

  /** A queue whose worker squares numbers; 13 is buried. */
  default String squaring() {
    String queue = newQueue();
    sluice()
        .worker(queue)
        .handle(
            SQUARE,
            task ->
                task.payload() == 13
                    ? Mono.error(new BuryTaskException("unlucky"))
                    : Mono.just(task.payload() * task.payload()))
        .start();
    return queue;
  }

  default Flux<Part<Integer, Integer>> numbers(int from, int count) {
    return Flux.range(from, count).map(n -> SQUARE.with(n).correlate(n));
  }

  default QueueView stats(String queue) {
    return sluice().queues().find(queue).block(SOON);
  }

  default void assertNothingIsLeft(String queue) {
    eventually(
        () -> {
          QueueView.Counts counts = stats(queue).counts();
          return counts.ready() + counts.running() + counts.retrying() + counts.succeeded() == 0;
        });
    assertThat(sluice().queues().audit(queue).block(SOON).balanced()).isTrue();
  }
}
