package io.sluice.flow;

import static io.sluice.testing.TestEngine.SOON;

import io.sluice.Sluice;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Emit;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.StreamPosition;
import io.sluice.task.view.TaskView;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/** A server for tasks that emit. */
interface StreamSetup {
  TaskType<String, String> WORDS = TaskType.of("words", String.class, String.class);

  Sluice sluice();

  String newQueue();

  default void worker(String queue, TaskHandler<String, String> handler) {
    worker(queue, Emit.KEPT, handler);
  }

  default void worker(String queue, Emit emit, TaskHandler<String, String> handler) {
    sluice().worker(queue).handle(WORDS, emit, handler).start();
  }

  default TaskHandle<String> enqueue(String queue) {
    return sluice().enqueue(queue, WORDS.with("x")).block(SOON);
  }

  default Flux<Emitted<String>> follow(TaskHandle<String> task) {
    return sluice().streams().of(task);
  }

  default Flux<Emitted<String>> follow(TaskHandle<String> task, StreamPosition after) {
    return sluice().streams().of(task.queue().value(), task.id().value(), WORDS, after);
  }

  default TaskView find(String queue, TaskHandle<String> task) {
    return sluice().tasks().find(queue, task.id().value()).block(SOON);
  }

  static Predicate<Emitted<String>> item(String value) {
    return emitted -> emitted instanceof Emitted.Item<String> item && value.equals(item.value());
  }

  static boolean isVoid(Emitted<String> emitted) {
    return emitted instanceof Emitted.Voided;
  }
}
