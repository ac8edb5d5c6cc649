package io.sluice.memory;

import io.sluice.store.StoredSchedule;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The queues that engines of one namespace share, and in which of them a schedule is. Whoever holds
 * its lock may take the one of a queue, never the other way round.
 */
final class Namespace {
  private final Clocks clocks;
  private final Map<QueueName, MemoryQueue> queues = new ConcurrentHashMap<>();
  private final TreeSet<String> names = new TreeSet<>();
  private final NavigableMap<ScheduleName, QueueName> schedules = new TreeMap<>();
  private final Hints<QueueName> scheduleChanges = new Hints<>();
  private long revisions;

  Namespace(Clocks clocks) {
    this.clocks = clocks;
  }

  MemoryQueue queue(QueueName name) {
    return queues.computeIfAbsent(name, key -> new MemoryQueue(key, clocks));
  }

  Collection<MemoryQueue> queues() {
    return queues.values();
  }

  // Names of queues that are known.

  synchronized boolean register(QueueName queue) {
    return names.add(queue.value());
  }

  synchronized boolean unregister(QueueName queue) {
    return names.remove(queue.value());
  }

  synchronized boolean isKnown(QueueName queue) {
    return names.contains(queue.value());
  }

  synchronized List<QueueName> queuesAfter(@Nullable QueueName after, int limit) {
    return (after == null ? names : names.tailSet(after.value(), false))
        .stream().limit(limit).map(QueueName::of).toList();
  }

  // Schedules.

  synchronized Optional<QueueName> queueOf(ScheduleName name) {
    return Optional.ofNullable(schedules.get(name));
  }

  synchronized List<ScheduleName> schedulesAfter(@Nullable ScheduleName after, int limit) {
    return (after == null ? schedules : schedules.tailMap(after, false))
        .keySet().stream().limit(limit).toList();
  }

  /** Whether there was none of this name. */
  synchronized boolean put(StoredSchedule schedule, long due) {
    ScheduleName name = schedule.name();
    String revision = Long.toString(++revisions);
    QueueName before = schedules.get(name);
    Plan left = before == null || before.equals(schedule.queue()) ? null : remove(name);
    MemoryQueue queue = queue(schedule.queue());
    boolean created = left == null;
    synchronized (queue) {
      Plan known = queue.schedules.get(name);
      if (known == null) {
        boolean paused = left != null && left.isPaused();
        queue.schedules.put(name, new Plan(schedule, revision, due, paused));
      } else {
        known.replace(schedule, revision, due);
        created = false;
      }
    }
    schedules.put(name, schedule.queue());
    tellOfSchedules(schedule.queue());
    return created;
  }

  synchronized @Nullable Plan remove(ScheduleName name) {
    QueueName at = schedules.remove(name);
    if (at == null) {
      return null;
    }
    MemoryQueue queue = queue(at);
    synchronized (queue) {
      return queue.schedules.remove(name);
    }
  }

  Flux<QueueName> scheduleChanges() {
    return scheduleChanges.listen();
  }

  /** That it is time to look at the schedules of a queue. */
  void tellOfSchedules(QueueName queue) {
    scheduleChanges.tell(queue);
  }
}
