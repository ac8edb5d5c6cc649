package io.sluice.memory;

import io.sluice.script.Call;
import io.sluice.store.EnqueueItem;
import io.sluice.store.OnceReply;
import io.sluice.store.Refusal;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  OnceReply enqueue(Call call, List<EnqueueItem> items, int maxBacklog) {
    OnceReply before = queue.receipts.answered(call, OnceReply.class);
    return before != null
        ? before
        : queue.receipts.keep(call, take(items, maxBacklog), queue.uptime());
  }

  private OnceReply take(List<EnqueueItem> items, int maxBacklog) {
    Map<Integer, Refusal> refusals = new HashMap<>();
    if (queue.isFull(maxBacklog)) {
      return new OnceReply(true, refusals);
    }
    for (int i = 0; i < items.size(); i++) {
      Refusal refusal = refusalOf(items.get(i));
      if (refusal == null) {
        take(items.get(i));
      } else {
        refusals.put(i, refusal);
      }
    }
    return new OnceReply(false, refusals);
  }

  private @Nullable Refusal refusalOf(EnqueueItem item) {
    RequestKey request = item.request();
    Holder earlier = request == null ? null : holderOf(name(request));
    if (request != null && earlier != null) {
      return earlier.fingerprint().equals(request.fingerprint())
          ? new Refusal(Refusal.Kind.AGAIN, earlier.id(), earlier.createdAt())
          : new Refusal(Refusal.Kind.MISMATCH, earlier.id(), null);
    }
    TaskId id = item.task().id();
    if (Enqueuing.isDuplicate(queue, id)) {
      return new Refusal(Refusal.Kind.DUPLICATE, id, null);
    }
    Unique unique = item.unique();
    Holder other = unique == null ? null : holderOf(Holder.nameOf(unique));
    return unique == null || other == null ? null : refusalOf(unique, other.id());
  }

  private @Nullable Refusal refusalOf(Unique unique, TaskId holder) {
    return switch (unique.onConflict()) {
      case KEEP -> new Refusal(Refusal.Kind.KEEP, holder, null);
      case REJECT -> new Refusal(Refusal.Kind.REJECT, holder, null);
      case REPLACE -> replaced(holder) ? null : new Refusal(Refusal.Kind.REJECT, holder, null);
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
