package io.sluice.memory;

import io.sluice.memory.Enqueuing.Replies;
import io.sluice.script.Call;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks in that carry a condition: to begin before a time, to be there once only, or to be
 * the answer to a request that may be sent twice.
 */
final class EnqueuingOnce {
  private final MemoryQueue queue;
  private final long cap;

  /**
   * @param cap how many cancelled tasks are kept, unless the queue has a setting of its own
   */
  EnqueuingOnce(MemoryQueue queue, int cap) {
    this.queue = queue;
    this.cap = queue.cap(cap);
  }

  List<EnqueueReply> enqueue(Call call, List<EnqueueItem> items, int maxBacklog) {
    Replies before = queue.receipts.answered(call, Replies.class);
    return before != null
        ? before.each()
        : queue.receipts.keep(call, new Replies(take(items, maxBacklog)), queue.uptime()).each();
  }

  private List<EnqueueReply> take(List<EnqueueItem> items, int maxBacklog) {
    return queue.isFull(maxBacklog)
        ? EnqueueReply.full(items)
        : items.stream().map(this::taken).toList();
  }

  private EnqueueReply taken(EnqueueItem item) {
    EnqueueReply refusal = refusalOf(item);
    if (refusal != null) {
      return refusal;
    }
    take(item);
    return EnqueueReply.ACCEPTED;
  }

  private @Nullable EnqueueReply refusalOf(EnqueueItem item) {
    RequestKey request = item.request();
    Holder earlier = request == null ? null : holderOf(name(request));
    if (request != null && earlier != null) {
      return earlier.fingerprint().equals(request.fingerprint())
          ? new Refused(Kind.AGAIN, earlier.id(), earlier.createdAt())
          : new Refused(Kind.MISMATCH, earlier.id());
    }
    TaskId id = item.task().id();
    if (Enqueuing.isDuplicate(queue, id)) {
      return new Refused(Kind.DUPLICATE, id);
    }
    Unique unique = item.unique();
    Holder other = unique == null ? null : holderOf(Holder.nameOf(unique));
    return unique == null || other == null ? null : refusalOf(unique, other.id());
  }

  private @Nullable EnqueueReply refusalOf(Unique unique, TaskId holder) {
    return switch (unique.onConflict()) {
      case KEEP -> new Refused(Kind.KEEP, holder);
      case REJECT -> new Refused(Kind.REJECT, holder);
      case REPLACE -> replaced(holder) ? null : new Refused(Kind.REJECT, holder);
    };
  }

  /** What waits for its first start makes room: cancelled, as an ask to cancel would do it. */
  private boolean replaced(TaskId id) {
    TaskState state = queue.stateOf(id);
    boolean waits = state == TaskState.READY || state == TaskState.SCHEDULED;
    if (!waits || queue.attempts.containsKey(id)) {
      return false;
    }
    queue.cancelWaiting(id, cap);
    return true;
  }

  private void take(EnqueueItem item) {
    Enqueuing.put(queue, item);
    Unique unique = item.unique();
    if (unique != null) {
      queue.uniques.put(item.task().id(), unique);
      hold(Holder.nameOf(unique), unique.window(), item, "");
    }
    RequestKey request = item.request();
    if (request != null) {
      hold(name(request), request.life(), item, request.fingerprint());
    }
  }

  private void hold(String key, @Nullable Duration time, EnqueueItem item, String fingerprint) {
    Long until = time == null ? null : queue.now() + time.toMillis();
    queue.once.put(key, new Holder(until, item.task().id(), item.task().createdAt(), fingerprint));
  }

  private @Nullable Holder holderOf(String key) {
    Holder holder = queue.once.get(key);
    return holder == null || holder.isOver(queue) ? null : holder;
  }

  private static String name(RequestKey request) {
    return "i" + request.key();
  }
}
