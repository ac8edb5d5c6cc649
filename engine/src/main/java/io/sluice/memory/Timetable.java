package io.sluice.memory;

import io.sluice.task.TaskId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tasks by their time, in ms; those of the same time by their id. */
final class Timetable {
  private final Map<TaskId, Long> times = new HashMap<>();
  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparingLong(Entry::at).thenComparing(entry -> entry.id().value()));

  /** A task and its time. */
  record Entry(long at, TaskId id) {}

  /** In place of the time that it had. */
  void put(TaskId id, long at) {
    remove(id);
    times.put(id, at);
    entries.add(new Entry(at, id));
  }

  boolean remove(TaskId id) {
    Long at = times.remove(id);
    return at != null && entries.remove(new Entry(at, id));
  }

  void clear() {
    times.clear();
    entries.clear();
  }

  boolean contains(TaskId id) {
    return times.containsKey(id);
  }

  @Nullable Long timeOf(TaskId id) {
    return times.get(id);
  }

  int size() {
    return times.size();
  }

  /** The first time; null when nothing is in it. */
  @Nullable Long soonest() {
    return entries.isEmpty() ? null : entries.first().at();
  }

  /** The earliest up to this time. */
  List<TaskId> until(long time, int limit) {
    return entries.stream()
        .takeWhile(entry -> entry.at() <= time)
        .limit(limit)
        .map(Entry::id)
        .toList();
  }

  /** The earliest from a place on. */
  List<Entry> from(long place, int limit) {
    return entries.stream().skip(place).limit(limit).toList();
  }

  /** The latest before this entry, or of all; latest first. */
  List<Entry> latest(@Nullable Entry before, int limit) {
    NavigableSet<Entry> rest = before == null ? entries : entries.headSet(before, false);
    return rest.descendingSet().stream().limit(limit).toList();
  }
}
