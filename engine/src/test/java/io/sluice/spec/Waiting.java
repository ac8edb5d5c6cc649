package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ready tasks of a group in the order in which they are to run, each with where it waits. */
final class Waiting {
  /** Where a task waits, before its id: in a list, in the lane, or in the list of its urgency. */
  static final String LINED = "-";

  static final String LANED = "+";
  static final String LEVELED = "=";

  static List<String> inOrder(QueueState queue, List<Fair.Level> levels) {
    return Fair.inOrder(levels, queue.now, queue.setting("age_every", 0));
  }

  static List<Fair.Level> laned(QueueState queue, String group) {
    return IntStream.rangeClosed(0, Fair.HIGHEST)
        .mapToObj(urgency -> at(LANED, queue.fair.level(group, urgency)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Plain tasks come behind those of their urgency that are in the lane. */
  static List<Fair.Level> ungrouped(QueueState queue, List<String> types) {
    List<String> plain = new ArrayList<>();
    for (String type : new LinkedHashSet<>(types)) {
      plain.addAll(queue.aside.getOrDefault(type, List.of()));
    }
    plain.addAll(queue.ready);
    plain.removeIf(queue.ghosts::containsKey);
    List<Fair.Level> levels = leveled(queue);
    Fair.Level next =
        levels.stream().filter(level -> level.urgency() > Spot.PLAIN).findFirst().orElseThrow();
    levels.add(levels.indexOf(next), at(LINED, listed(queue, Spot.PLAIN, plain)));
    return levels;
  }

  /** Those that are in lists of their urgencies come behind those in the lane. */
  static List<Fair.Level> leveled(QueueState queue) {
    List<Fair.Level> levels = new ArrayList<>();
    for (Fair.Level level : laned(queue, Fair.UNGROUPED)) {
      levels.add(level);
      if (queue.levels.containsKey(level.urgency())) {
        List<String> ids = queue.level(level.urgency());
        levels.add(at(LEVELED, listed(queue, level.urgency(), ids)));
      }
    }
    return levels;
  }

  private static Fair.Level listed(QueueState queue, int urgency, List<String> ids) {
    return new Fair.Level(
        urgency, ids, id -> (long) Head.of(queue.tasks.getOrDefault(id, "")).createdAt(), id -> "");
  }

  static Fair.Level at(String place, Fair.Level level) {
    return new Fair.Level(
        level.urgency(),
        level.ids().stream().map(id -> place + id).toList(),
        id -> level.arrival().applyAsLong(id.substring(1)),
        id -> level.age().apply(id.substring(1)));
  }

  /** Without their places. */
  static List<String> idsOf(List<String> placed) {
    return placed.stream().map(one -> one.substring(1)).toList();
  }

  private Waiting() {}
}
