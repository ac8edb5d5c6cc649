package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;

import io.sluice.protocol.Mending;
import io.sluice.protocol.letter.Packet;
import io.sluice.store.TestQueue;
import io.sluice.store.batch.Judged;
import io.sluice.task.TaskId;
import java.util.List;

/** What engines do to keep queues and batches in order, a step at a time. */
final class UpkeepActs {
  private final BatchScene scene;
  private final boolean losesAnswers;

  UpkeepActs(BatchScene scene, boolean losesAnswers) {
    this.scene = scene;
    this.losesAnswers = losesAnswers;
  }

  String keep() {
    TestQueue queue = scene.any(scene.queues);
    switch (scene.random.nextInt(8)) {
      case 0 -> queue.promote();
      case 1 -> queue.expire();
      case 2 -> queue.sweep();
      case 3 -> queue.shed();
      case 4 -> now(queue.store().mending().repair(queue.name(), some(queue)));
      case 5 -> done(queue.store().mending().writeOff(queue.audit()));
      default -> queue.reap();
    }
    return "upkeep";
  }

  private List<TaskId> some(TestQueue queue) {
    List<TaskId> known = scene.known(queue);
    return List.copyOf(known.subList(0, Math.min(known.size(), Mending.MAX_REPAIRED)));
  }

  String judge() {
    TestQueue queue = scene.any(scene.queues);
    Judged judged = now(queue.store().batches().judge(queue.name()));
    for (String part : judged.stopping()) {
      if (!scene.oneIn(3)) {
        now(queue.store().batches().stop(queue.name(), part));
      }
    }
    return "judge";
  }

  String deliver() {
    carry(scene.any(scene.queues), losesAnswers && scene.oneIn(4));
    return "deliver";
  }

  /** One packet; a copy may come, and the answer may be lost. */
  private void carry(TestQueue source, boolean isLost) {
    Packet packet = now(source.store().letters().collect(source.name())).packet();
    if (packet != null) {
      var stand = now(source.store().letters().receive(source.name(), packet));
      if (!isLost) {
        now(source.store().letters().forget(source.name(), packet, stand));
      }
    }
  }
}
