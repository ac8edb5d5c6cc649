package io.sluice.memory;

import io.sluice.script.Call;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/** Takes tasks in. */
final class Enqueuing {
  private final MemoryQueue queue;

  Enqueuing(MemoryQueue queue) {
    this.queue = queue;
  }

  EnqueueReply enqueue(Call call, List<EnqueueItem> items, int maxBacklog) {
    EnqueueReply before = queue.receipts.answered(call, EnqueueReply.class);
    return before != null
        ? before
        : queue.receipts.keep(call, take(items, maxBacklog), queue.uptime());
  }

  /** Those that may run now and whose id nobody can have used go first, unchecked. */
  private EnqueueReply take(List<EnqueueItem> items, int maxBacklog) {
    BitSet duplicates = new BitSet();
    if (queue.isFull(maxBacklog)) {
      return new EnqueueReply(true, duplicates);
    }
    items.stream().filter(Enqueuing::unchecked).forEach(item -> put(queue, item));
    for (int i = 0; i < items.size(); i++) {
      EnqueueItem item = items.get(i);
      if (!unchecked(item)) {
        if (isDuplicate(queue, item.task().id())) {
          duplicates.set(i);
        } else {
          put(queue, item);
        }
      }
    }
    return new EnqueueReply(false, duplicates);
  }

  private static boolean unchecked(EnqueueItem item) {
    return item.fresh() && item.immediate();
  }

  /** A ghost is still in a list: the id cannot be in it twice. */
  static boolean isDuplicate(MemoryQueue queue, TaskId id) {
    return queue.ghosts.contains(id) || queue.tasks.containsKey(id);
  }

  /** Into the place where it is to wait. */
  static void put(MemoryQueue queue, EnqueueItem item) {
    TaskId id = item.task().id();
    queue.tasks.put(id, item.task());
    queue.count(Counter.ACCEPTED);
    Duration expiresIn = item.task().options().expiresIn();
    if (expiresIn != null) {
      queue.expiries.put(id, queue.now() + expiresIn.toMillis());
    }
    long due = dueAt(queue, item);
    if (due > queue.now()) {
      queue.putOff(queue.scheduled, id, due);
    } else {
      queue.readyLast(id);
    }
  }

  private static long dueAt(MemoryQueue queue, EnqueueItem item) {
    return item.runAt() != null
        ? item.runAt().toEpochMilli()
        : queue.now() + Math.max(0, item.delay().toMillis());
  }
}
