package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskView;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server for tasks that follow others. */
interface FollowUpSetup {
  TaskType<String, String> FIRST = TaskType.of("first", String.class, String.class);
  TaskType<String, String> NEXT = TaskType.of("next", String.class, String.class);

  Sluice sluice();

  String newQueue();

  static void assertRuns(ConcurrentLinkedQueue<String> runs, String... payloads) {
    eventually(() -> runs.size() >= payloads.length);
    assertThat(runs).containsExactlyInAnyOrder(payloads);
  }

  default void assertBalanced(String queue) {
    assertThat(sluice().queues().audit(queue).block(SOON).balanced()).isTrue();
  }

  default TaskHandle<String> enqueue(String queue, NewTask<String, String> task) {
    return sluice().enqueue(queue, task).block(SOON);
  }

  default TaskView find(String queue, TaskId id) {
    return sluice().tasks().find(queue, id.value()).block(SOON);
  }
}
