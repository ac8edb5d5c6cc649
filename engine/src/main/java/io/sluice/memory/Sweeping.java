package io.sluice.memory;

import io.sluice.config.Retention;
import io.sluice.store.Swept;
import io.sluice.task.TaskId;
import io.sluice.task.view.QueueSettings;
import java.util.Deque;
import java.util.List;

/**
 * Drops finished tasks and dead letters that are past their retention, and keys whose holder is
 * gone, a bounded part of them.
 */
final class Sweeping {
  private static final int MAX_SWEPT = 500;

  private final MemoryQueue queue;
  private final long now;
  private int dropped;

  Sweeping(MemoryQueue queue) {
    this.queue = queue;
    this.now = queue.now();
  }

  Swept sweep(Retention finished, Retention deadLetters) {
    sweepFinished(queue.succeeded, finished);
    sweepFinished(queue.cancelled, finished);
    sweepFinished(queue.expired, finished);
    sweepRetained();
    sweepDead(deadLetters);
    sweepOnce();
    sweepAwaited();
    queue.receipts.forgetOld(queue.uptime());
    queue.rates.remember(queue);
    return new Swept(dropped, queue.bulk.values().stream().anyMatch(BulkRecord::isUnderWay), false);
  }

  /** Oldest first: stops at the first that is young enough and has room. */
  private void sweepFinished(Deque<TaskId> kept, Retention retention) {
    long cap = queue.cap(retention.maxCount());
    long maxAge = maxAge(queue.settings, retention);
    while (dropped < MAX_SWEPT
        && !kept.isEmpty()
        && (kept.size() > cap || isTooOld(kept.getFirst(), maxAge))) {
      drop(kept.removeFirst());
    }
  }

  private static long maxAge(QueueSettings settings, Retention retention) {
    return settings.retentionAge() == null
        ? retention.maxAge().toMillis()
        : settings.retentionAge().toMillis();
  }

  private boolean isTooOld(TaskId id, long maxAge) {
    Ending ending = queue.results.get(id);
    return maxAge > 0 && (ending == null || ending.finishedAt() <= now - maxAge);
  }

  /** Those that have a retention of their own lie in the order in which they are to go. */
  private void sweepRetained() {
    for (TaskId id : queue.retained.until(now, MAX_SWEPT - dropped)) {
      queue.retained.remove(id);
      drop(id);
    }
  }

  private void sweepDead(Retention retention) {
    int room = MAX_SWEPT - dropped;
    int over = Math.min(Math.max(0, queue.dead.size() - retention.maxCount()), room);
    List<TaskId> ids =
        over > 0
            ? queue.dead.from(0, over).stream().map(Timetable.Entry::id).toList()
            : ofAge(retention.maxAge().toMillis(), room);
    for (TaskId id : ids) {
      drop(id);
      queue.dead.remove(id);
      queue.count(Counter.PURGED);
    }
  }

  private List<TaskId> ofAge(long maxAge, int room) {
    return maxAge > 0 ? queue.dead.until(now - maxAge, room) : List.of();
  }

  private void sweepOnce() {
    int before = queue.once.size();
    queue.once.values().removeIf(holder -> holder.isOver(queue));
    dropped += before - queue.once.size();
  }

  /** Nobody waits any more, or long enough was waited for those who do. */
  private void sweepAwaited() {
    queue.awaited.values().removeIf(until -> until <= now);
    queue.ends.keySet().retainAll(queue.awaited.keySet());
  }

  private void drop(TaskId id) {
    queue.drop(id);
    dropped++;
  }
}
