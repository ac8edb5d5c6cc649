package io.sluice.memory;

import io.sluice.task.TaskId;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Drops finished tasks before their retention ends, oldest first; those that have a retention of
 * their own go last, in the order in which they were to go. A bounded part of them.
 */
final class Shedding {
  private static final int MAX_SHED = 1_000;

  private final MemoryQueue queue;
  private int dropped;

  Shedding(MemoryQueue queue) {
    this.queue = queue;
  }

  /** How many were dropped. */
  int shed() {
    while (dropped < MAX_SHED && oldest().isPresent()) {
      drop(oldest().orElseThrow().removeFirst());
    }
    List<TaskId> own =
        queue.retained.from(0, MAX_SHED - dropped).stream().map(Timetable.Entry::id).toList();
    own.forEach(queue.retained::remove);
    own.forEach(this::drop);
    return dropped;
  }

  private Optional<Deque<TaskId>> oldest() {
    return Stream.of(queue.succeeded, queue.cancelled, queue.expired)
        .filter(kept -> !kept.isEmpty())
        .min(Comparator.comparingLong(kept -> finishedAt(kept.getFirst())));
  }

  private long finishedAt(TaskId id) {
    Ending ending = queue.results.get(id);
    return ending == null ? 0 : ending.finishedAt();
  }

  private void drop(TaskId id) {
    queue.drop(id);
    dropped++;
  }
}
