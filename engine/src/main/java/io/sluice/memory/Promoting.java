package io.sluice.memory;

import io.sluice.store.Promoted;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes ready what is due, and ends what was to begin before a time that is over. */
final class Promoting {
  private static final Set<TaskState> NOT_BEGUN = EnumSet.of(TaskState.SCHEDULED, TaskState.READY);

  private final MemoryQueue queue;
  private final long now;
  private int moved;
  private @Nullable Long next;

  Promoting(MemoryQueue queue) {
    this.queue = queue;
    this.now = queue.now();
  }

  Promoted promote(int limit) {
    promote(queue.retrying, limit);
    promote(queue.scheduled, limit);
    Long ending = queue.expiries.soonest();
    return new Promoted(
        moved, next == null ? null : Duration.ofMillis(next), ending != null && ending <= now);
  }

  private void promote(Timetable from, int limit) {
    List<TaskId> due = from.until(now, limit);
    due.forEach(from::remove);
    due.forEach(queue::readyAgainLast);
    moved += due.size();
    Long nearest = from.soonest();
    if (nearest != null) {
      long left = Math.max(0, nearest - now);
      next = next == null ? left : Math.min(next, left);
    }
  }

  /** How many were looked at. */
  int expire(int limit) {
    List<TaskId> due = queue.expiries.until(now, limit);
    due.stream().filter(this::hasNotBegun).forEach(this::expire);
    due.forEach(queue.expiries::remove);
    return due.size();
  }

  private boolean hasNotBegun(TaskId id) {
    TaskState state = queue.stateOf(id);
    return state != null && NOT_BEGUN.contains(state);
  }

  /** Kept whatever the cap; a sweep drops what is too much. */
  private void expire(TaskId id) {
    queue.leaveWaiting(id);
    queue.end(id, Ending.waiting(TaskState.EXPIRED, now), Long.MAX_VALUE);
  }
}
