package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.now;

import io.sluice.protocol.letter.Packet;
import io.sluice.store.TestQueue;
import io.sluice.store.batch.Judged;

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
    switch (scene.random.nextInt(4)) {
      case 0 -> queue.promote();
      case 1 -> queue.expire();
      case 2 -> queue.sweep();
      default -> queue.reap();
    }
    return "upkeep";
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
