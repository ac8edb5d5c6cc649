package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;

import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.StoredTask;
import io.sluice.store.TestQueue;
import io.sluice.task.BatchException;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds members of all kinds to batches. */
final class MemberActs {
  private final BatchScene scene;

  MemberActs(BatchScene scene) {
    this.scene = scene;
  }

  /** The home refuses where it is sealed or gone. */
  private boolean joins(BatchId batch, TestQueue queue) {
    if (queue == scene.home) {
      return true;
    }
    try {
      done(scene.home.store().batches().join(batch, queue.name()));
      return true;
    } catch (BatchException refused) {
      return false;
    }
  }

  String enroll() {
    TestQueue queue = scene.oneIn(3) ? scene.queues.get(1) : scene.home;
    List<EnqueueItem> items = new ArrayList<>();
    for (int i = scene.random.nextInt(4); i >= 0; i--) {
      BatchId batch = scene.anyBatch();
      if (joins(batch, queue)) {
        items.add(in(batch, item(queue)));
      }
    }
    return items.isEmpty() ? "nothing" : added(queue, items, false);
  }

  String enrollOnce() {
    TestQueue queue = scene.oneIn(3) ? scene.queues.get(1) : scene.home;
    List<EnqueueItem> items = new ArrayList<>();
    for (int i = scene.random.nextInt(3); i >= 0; i--) {
      BatchId batch = scene.anyBatch();
      if (joins(batch, queue)) {
        items.add(in(batch, keyed(item(queue))));
      }
    }
    return items.isEmpty() ? "nothing" : added(queue, items, true);
  }

  private String added(TestQueue queue, List<EnqueueItem> items, boolean once) {
    List<EnqueueReply> replies =
        once
            ? now(queue.store().enqueueOnce(queue.name(), queue.enqueueCall(), items))
            : now(queue.store().enroll(queue.name(), queue.enqueueCall(), items));
    for (int i = 0; i < items.size(); i++) {
      if (replies.get(i).equals(EnqueueReply.ACCEPTED)) {
        TaskId id = items.get(i).task().id();
        scene.recount.added(id, queue.name(), items.get(i).batch());
        scene.known(queue).add(id);
      }
    }
    return (once ? "once" : "enroll") + " of " + items.size() + " in " + queue.name();
  }

  private EnqueueItem in(BatchId batch, EnqueueItem item) {
    return new EnqueueItem(
        item.task(),
        item.fresh(),
        item.delay(),
        item.runAt(),
        item.unique(),
        item.request(),
        batch);
  }

  private EnqueueItem item(TestQueue queue) {
    List<TaskId> before = scene.known(queue);
    boolean isKnown = !before.isEmpty() && scene.oneIn(6);
    TaskId id = isKnown ? scene.any(before) : queue.newId();
    Duration expires = scene.oneIn(6) ? Duration.ofMillis(1 + scene.random.nextInt(4)) : null;
    TaskOptions options =
        new TaskOptions(
            null,
            null,
            Map.of(),
            List.of(),
            expires,
            null,
            scene.oneIn(5) ? scene.random.nextInt(10) : null,
            scene.oneIn(5) ? "g" + scene.random.nextInt(2) : null,
            scene.oneIn(8) ? 2 : null);
    StoredTask task =
        new StoredTask(
            id, scene.oneIn(2) ? "greet" : "other", scene.home.store().now(), options, new byte[3]);
    Duration delay = scene.oneIn(4) ? Duration.ofMillis(scene.random.nextInt(4)) : Duration.ZERO;
    return new EnqueueItem(task, !isKnown && scene.oneIn(2), delay, null);
  }

  private EnqueueItem keyed(EnqueueItem item) {
    String key = "k" + scene.random.nextInt(2);
    Unique unique =
        switch (scene.random.nextInt(6)) {
          case 0 -> new Unique(key, null, Unique.OnConflict.REPLACE);
          case 1 -> new Unique(key, null, Unique.OnConflict.KEEP);
          case 2 -> Unique.keepLast(key);
          case 3 -> Unique.debounce(key, Duration.ofMillis(2), null);
          case 4 -> new Unique(key, Duration.ofMillis(2), Unique.OnConflict.REPLACE);
          default -> null;
        };
    RequestKey request =
        scene.oneIn(4)
            ? new RequestKey("r" + scene.random.nextInt(4), "f", Duration.ofMillis(5))
            : null;
    return new EnqueueItem(item.task(), item.fresh(), item.delay(), item.runAt(), unique, request);
  }
}
