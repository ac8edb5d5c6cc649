package io.sluice.letters;

import io.sluice.store.EnqueueItem;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.task.TaskId;
import java.util.List;
import java.util.Random;

/** How a worker makes follow-ups: as the engine does, or without one of its rules. */
public enum Habit {
  AS_IT_IS,
  /** A follow-up without an id of its own gets a new one in each run. */
  NEW_IDS {
    @Override
    List<HandedOn> hands(Random random, List<HandedOn> items) {
      return items.stream()
          .map(each -> new HandedOn(each.queue(), renamed(each.item(), random)))
          .toList();
    }
  },
  /** Nobody counts how many tasks went before. */
  NO_DEPTH {
    @Override
    StoredTask sees(StoredTask task) {
      return new StoredTask(
          task.id(),
          task.type(),
          task.createdAt(),
          task.options(),
          task.payload(),
          new Flow(0, task.flow().next()));
    }
  };

  StoredTask sees(StoredTask task) {
    return task;
  }

  List<HandedOn> hands(Random random, List<HandedOn> items) {
    return items;
  }

  private static EnqueueItem renamed(EnqueueItem item, Random random) {
    StoredTask task = item.task();
    if (task.id().value().startsWith("own")) {
      return item;
    }
    StoredTask other =
        new StoredTask(
            TaskId.stored("n" + Long.toHexString(random.nextLong())),
            task.type(),
            task.createdAt(),
            task.options(),
            task.payload(),
            task.flow());
    return new EnqueueItem(other, item.fresh(), item.delay(), item.runAt());
  }
}
