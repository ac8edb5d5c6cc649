package io.sluice.memory;

import io.sluice.script.Call;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;

/** Takes tasks in. */
final class Enqueuing {
  private final MemoryQueue queue;

  Enqueuing(MemoryQueue queue) {
    this.queue = queue;
  }

  /** The replies of one call, kept with its receipt. */
  record Replies(List<EnqueueReply> each) {}

  List<EnqueueReply> enqueue(Call call, List<EnqueueItem> items, int maxBacklog) {
    Replies before = queue.receipts.answered(call, Replies.class);
    return before != null
        ? before.each
        : queue.receipts.keep(call, new Replies(take(items, maxBacklog)), queue.uptime()).each;
  }

  /** Those that may run now and whose id nobody can have used go first, unchecked. */
  private List<EnqueueReply> take(List<EnqueueItem> items, int maxBacklog) {
    if (queue.isFull(maxBacklog)) {
      return EnqueueReply.full(items);
    }
    items.stream().filter(Enqueuing::unchecked).forEach(item -> put(queue, item));
    return items.stream()
        .map(item -> unchecked(item) ? EnqueueReply.ACCEPTED : taken(item))
        .toList();
  }

  private EnqueueReply taken(EnqueueItem item) {
    TaskId id = item.task().id();
    if (isDuplicate(queue, id)) {
      return new EnqueueReply.Refused(EnqueueReply.Kind.DUPLICATE, id);
    }
    put(queue, item);
    return EnqueueReply.ACCEPTED;
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
