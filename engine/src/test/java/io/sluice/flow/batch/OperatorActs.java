package io.sluice.flow.batch;

import io.sluice.store.Act;
import io.sluice.store.BulkPlan;
import io.sluice.store.TestQueue;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import java.util.List;

/** Acts on members, one by one and many at once. */
final class OperatorActs {
  private static final List<TaskState> PURGED =
      List.of(
          TaskState.READY,
          TaskState.SCHEDULED,
          TaskState.RETRYING,
          TaskState.DEAD,
          TaskState.SUCCEEDED,
          TaskState.CANCELLED);

  private final BatchScene scene;
  private int bulks;

  OperatorActs(BatchScene scene) {
    this.scene = scene;
  }

  String cancel() {
    TestQueue queue = scene.any(scene.queues);
    if (scene.known(queue).isEmpty()) {
      return "nothing";
    }
    return "cancel: " + queue.cancel(scene.any(scene.known(queue)));
  }

  String actOnOne() {
    TestQueue queue = scene.any(scene.queues);
    if (scene.known(queue).isEmpty()) {
      return "nothing";
    }
    TaskId id = scene.any(scene.known(queue));
    switch (scene.random.nextInt(6)) {
      case 0 -> queue.admin().act(id, Act.RUN_NOW);
      case 1, 2 -> queue.admin().act(id, Act.RETRY);
      case 3 -> queue.admin().reschedule(id, queue.store().now().plusMillis(2));
      case 4 -> queue.admin().prioritize(id, scene.random.nextInt(10));
      default -> queue.admin().act(id, Act.DELETE);
    }
    return "act on " + id;
  }

  String bulk() {
    TestQueue queue = scene.any(scene.queues);
    String id = "bulk" + ++bulks;
    if (scene.oneIn(3)) {
      queue.admin().begin(plan(id, BulkAction.Kind.PURGE, scene.any(PURGED)));
    } else {
      queue.admin().begin(plan(id, BulkAction.Kind.REDRIVE, TaskState.DEAD));
    }
    queue.admin().stepAll();
    return "bulk";
  }

  static BulkPlan plan(String id, BulkAction.Kind kind, TaskState from) {
    return new BulkPlan(id, kind, from, 0, "", "");
  }
}
