package io.sluice.tck;

import io.sluice.Sluice;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.TestEngine;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The engine of the verifications, which are made by their runner and can be given nothing. */
final class TckQueues {
  static final TaskType<String, String> TYPE = TaskType.of("echo", String.class, String.class);

  /** More than any verification asks of an endless publisher. */
  static final int PLENTY = 200;

  private static TestEngine engine;

  static void use(TestEngine started) {
    engine = started;
  }

  static Sluice sluice() {
    return engine.sluice();
  }

  static TestEngine engine() {
    return engine;
  }

  record Item(NewTask<String, String> task, Integer correlation) implements Correlated<Integer> {}

  static NewTask<String, String> task() {
    return TYPE.with("x");
  }

  static Flux<Item> items(long count) {
    return Flux.range(0, Math.toIntExact(count)).map(i -> new Item(task(), i));
  }

  static Flux<Part<Integer, String>> parts(long count) {
    return Flux.range(0, Math.toIntExact(count)).map(task()::correlate);
  }

  /** A queue of its own whose worker gives back what it is given. */
  static String worked() {
    String queue = engine.queue();
    sluice().worker(queue).handle(TYPE, task -> Mono.just(task.payload())).start();
    return queue;
  }

  /** A queue of its own with this many tasks that are ready. */
  static String filled(long count) {
    String queue = engine.queue();
    List<EnqueueResult<Integer>> results =
        sluice().enqueueAll(queue, items(count)).collectList().block(TestEngine.SOON);
    if (results == null || results.size() != count) {
      throw new IllegalStateException("queue " + queue + " was not filled: " + results);
    }
    return queue;
  }

  private TckQueues() {}
}
