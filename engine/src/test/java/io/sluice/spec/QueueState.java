package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Pace;
import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The structures of a queue as plain maps and lists. */
final class QueueState {
  /** The moment of the call that is asked. */
  long now;

  final Map<String, String> tasks = new HashMap<>();
  final List<String> ready = new ArrayList<>();

  /** What is ready and was set aside, by type. */
  final TreeMap<String, List<String>> aside = new TreeMap<>();

  /** What is ready, has no group, and another priority than most, by urgency. */
  final TreeMap<Integer, List<String>> levels = new TreeMap<>();

  final List<String> landing = new ArrayList<>();
  final Map<String, String> running = new HashMap<>();
  final Timed sessions = new Timed();

  /** The sessions that were fenced and whose tasks are collected. */
  final Set<String> walk = new HashSet<>();

  final Map<String, Failed> attempts = new HashMap<>();
  final Timed scheduled = new Timed();
  final Timed retrying = new Timed();
  final Timed dead = new Timed();
  final List<String> succeeded = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  final List<String> expired = new ArrayList<>();
  final Map<String, Ended> results = new HashMap<>();
  final Map<String, Long> counters = new TreeMap<>();
  final Map<String, String> cancels = new HashMap<>();

  static final String EXPIRED_OR_DELETED = "0";
  static final String CANCELLED = "1";

  /** It waits at a place of its own by now. */
  static final String MOVED = "2";

  /** Still in a list, to be dropped, and why. */
  final Map<String, String> ghosts = new HashMap<>();

  /** Whether a task ended while its id is still in a list. */
  boolean endedInList(String id) {
    return !ghosts.getOrDefault(id, MOVED).equals(MOVED);
  }

  /** When what has not begun expires. */
  final Timed expiries = new Timed();

  /** Succeeded with a retention of its own. */
  final Timed retained = new Timed();

  /** Until when somebody waits for an end. */
  final Timed awaited = new Timed();

  /** What a lookup says of an awaited task that is not kept. */
  final Map<String, List<Object>> ends = new HashMap<>();

  final Map<String, Once.Held> once = new HashMap<>();

  /** By the id of what runs. */
  final Map<String, Following.Behind> behind = new TreeMap<>();

  final Map<String, String> notes = new HashMap<>();

  /** Since when ids are seen in {@code landing}. */
  final Map<String, Long> landed = new HashMap<>();

  final Map<String, String> settings = new HashMap<>();

  /** The ready tasks that have a group or a priority, and whose turn it is. */
  final Fair fair = new Fair();

  QueueState() {
    fair.costOf = this::costOf;
  }

  /** How many tokens the start of a task takes; of what has ended one. */
  long costOf(String id) {
    String envelope = tasks.get(id);
    return envelope == null || results.containsKey(id) || endedInList(id)
        ? 1
        : Head.of(envelope).cost();
  }

  /** The place of a task that has a group or a priority; empty of any other. */
  String spotOf(String id) {
    return Spot.in(tasks.getOrDefault(id, ""));
  }

  /**
   * Where it waits: at the place that it keeps for life; else behind all others, or before them.
   */
  void makeReady(String id, boolean first) {
    String spot = spotOf(id);
    if (Spot.isNumbered(spot)) {
      fair.add(spot, id);
      return;
    }
    List<String> list =
        spot.isEmpty()
            ? ready
            : levels.computeIfAbsent(Spot.urgency(spot), same -> new ArrayList<>());
    list.add(first ? 0 : list.size(), id);
  }

  /** Of one urgency those that are in a list of their own, without ghosts. */
  List<String> level(int urgency) {
    return levels.getOrDefault(urgency, List.of()).stream()
        .filter(id -> !ghosts.containsKey(id))
        .toList();
  }

  /** These leave the lists of their urgencies. */
  void leaveLevels(Collection<String> ids) {
    levels.values().forEach(list -> list.removeAll(ids));
    levels.values().removeIf(List::isEmpty);
  }

  /** Whether it is ready by its group or its priority. */
  boolean isLaned(String id) {
    return fair.lane.contains(spotOf(id) + id)
        || levels.values().stream().anyMatch(list -> list.contains(id));
  }

  /** Whether it was ready by a group or a priority, which it is no more. */
  boolean leaveLane(String id) {
    return fair.remove(spotOf(id), id);
  }

  /** How many tasks of a group are ready, scheduled or retrying. */
  long waitingOf(String group) {
    return fair.ready(group) + later().getOrDefault(group, 0L);
  }

  /** How many tasks of each group are scheduled or retrying. */
  Map<String, Long> later() {
    List<String> later = new ArrayList<>(scheduled.view().keySet());
    later.addAll(retrying.view().keySet());
    return byGroup(later);
  }

  /** How many of these tasks each group has. */
  Map<String, Long> byGroup(Collection<String> ids) {
    return ids.stream()
        .map(this::spotOf)
        .filter(spot -> !spot.isEmpty())
        .map(Spot::group)
        .filter(group -> !group.equals(Fair.UNGROUPED))
        .collect(Collectors.groupingBy(group -> group, Collectors.counting()));
  }

  void count(String counter, long more) {
    if (more != 0) {
      counters.merge(counter, more, Long::sum);
    }
  }

  long counted(String counter) {
    return counters.getOrDefault(counter, 0L);
  }

  double after(long ms) {
    return Timed.after(now, ms);
  }

  /** A setting of the queue, which goes before what a call says. */
  long setting(String name, long otherwise) {
    String set = settings.get(name);
    return set == null ? otherwise : Long.parseLong(set);
  }

  /** How many tasks may start in a time, which is set as {@code starts ms burst}. */
  Pace.@Nullable Limit rate() {
    String set = settings.get("rate");
    return set == null ? null : Pace.Limit.of(set);
  }

  boolean isPaused() {
    String until = settings.get("paused_until");
    return "1".equals(settings.get("paused"))
        && (until == null || Double.parseDouble(until) >= now + 1);
  }

  /** Those that are neither in a claim nor delayed; ghosts among them. */
  long lined() {
    return (long) ready.size()
        + aside.values().stream().mapToInt(List::size).sum()
        + levels.values().stream().mapToInt(List::size).sum()
        + fair.lane.size();
  }

  long waitingInLine() {
    return lined() + landing.size() - ghosts.size();
  }

  long unfinished() {
    return waitingInLine() + running.size() + scheduled.size() + retrying.size();
  }

  /** The list of those that ended so. */
  List<String> listOf(Ended ended) {
    return ended.how() == 'S' ? succeeded : ended.how() == 'C' ? cancelled : expired;
  }

  /** All that is ready, by type; what is no task any more is dropped. */
  void setAside() {
    for (String id : ready) {
      if (ghosts.remove(id) == null && tasks.containsKey(id)) {
        String type = Head.of(tasks.get(id)).type();
        aside
            .computeIfAbsent(type.matches("[A-Za-z0-9._-]+") ? type : "", same -> new ArrayList<>())
            .add(id);
      }
    }
    ready.clear();
  }
}
