package io.sluice.spec;

import io.sluice.script.ScriptText;
import io.sluice.spec.fair.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a script chooses at random or in the order of a hash: what Redis holds after it, as far as
 * that is allowed. Where it is not, what is allowed is answered, so that the difference shows.
 */
final class Followed {
  private final Server server;
  private final QueueState queue;

  Followed(Server server, QueueState queue) {
    this.server = server;
    this.queue = queue;
  }

  /** When a task is tried again: from the least ms on, and before the most. */
  double retriedWithin(String id, long least, long most) {
    Object score = server.command("ZSCORE", ScriptText.key("retrying"), id);
    long ms = score == null ? least : (long) Double.parseDouble((String) score) - queue.now;
    boolean allowed = least <= ms && (ms < most || ms == least);
    return queue.after(allowed ? ms : least);
  }

  /** These ids in the order in which they lie in a part of a list. */
  List<String> inOrderOf(String list, Set<String> ids, long from, long to) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> found = server.members("LRANGE", list, "" + from, "" + to);
    return new TreeSet<>(found).equals(new TreeSet<>(ids)) ? found : List.copyOf(ids);
  }

  /** Of these ids those of each urgency, in the order in which they begin or end its list. */
  List<String> inOrderOfLevels(Set<String> ids, boolean first) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    for (List<String> level :
        Observed.aside(server.members("ZRANGE", "levels", "0", "-1")).values()) {
      long some = level.stream().filter(ids::contains).count();
      List<String> found =
          level.stream().skip(first ? 0 : level.size() - some).limit(some).toList();
      all.addAll(found);
    }
    return new TreeSet<>(all).equals(new TreeSet<>(ids)) ? all : List.copyOf(ids);
  }

  /** The last that came into a list. */
  List<String> last(String list, int count) {
    return count == 0 ? List.of() : server.members("LRANGE", list, "" + -count, "-1");
  }

  /** Those of these ids that are not among the members of a key. */
  List<String> missingIn(String command, String key, Set<String> ids, String... range) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>(ids);
    missing.removeAll(Set.copyOf(server.members(command, key, range)));
    return missing;
  }

  /** Ghosts may stay in a list until a claim has met them. */
  void dropGhosts() {
    if (queue.ghosts.isEmpty()) {
      return;
    }
    Set<String> left = new TreeSet<>(server.members("LRANGE", "ready", "0", "-1"));
    aside().values().forEach(left::addAll);
    Observed.aside(server.members("ZRANGE", "levels", "0", "-1")).values().forEach(left::addAll);
    List<List<String>> lists = new ArrayList<>(queue.aside.values());
    lists.add(queue.ready);
    lists.addAll(queue.levels.values());
    for (List<String> list : lists) {
      List<String> gone =
          list.stream().filter(id -> queue.ghosts.containsKey(id) && !left.contains(id)).toList();
      list.removeAll(gone);
      queue.ghosts.keySet().removeAll(gone);
    }
    queue.aside.values().removeIf(List::isEmpty);
    queue.levels.values().removeIf(List::isEmpty);
  }

  /**
   * Until when a group is throttled: the time that its rate bars it for stays, if that is later.
   */
  double throttledUntil(String group, double until) {
    Object told = server.command("ZSCORE", ScriptText.key("barred"), group);
    double bar = told == null ? 0 : told.equals("inf") ? 0 : Double.parseDouble((String) told);
    Pace.@Nullable Limit rate = queue.fair.ruleOf(group).rate();
    return bar > until
            && rate != null
            && bar <= Math.ceil(queue.fair.tokensAt(group, rate, queue.now)) + 1
        ? bar
        : until;
  }

  /** When the first group may run again that is barred for a time. */
  double nearestBar() {
    return Answer.of(server.command("ZRANGE", ScriptText.key("barred"), "0", "0", "WITHSCORES"))
        .pairs(0)
        .values()
        .stream()
        .mapToDouble(at -> at.equals("inf") ? Double.MAX_VALUE : Double.parseDouble(at))
        .findFirst()
        .orElse(Double.MAX_VALUE);
  }

  /** What is set aside, by type. */
  Map<String, List<String>> aside() {
    return Observed.aside(server.members("ZRANGE", "aside", "0", "-1"));
  }

  /** These parts in the order of an answer that has them all, or some and a cursor for the rest. */
  static List<Object> inOrderOf(Answer answer, int first, List<List<Object>> parts, int cursor) {
    List<Object> told = List.copyOf(answer.texts(Math.min(first, answer.size())));
    List<List<Object>> groups = new ArrayList<>();
    int size = parts.isEmpty() ? 1 : parts.get(0).size();
    for (int i = 0; i + size <= told.size(); i += size) {
      groups.add(told.subList(i, i + size));
    }
    boolean allowed = parts.containsAll(groups) && Set.copyOf(groups).size() == groups.size();
    boolean complete = groups.size() == parts.size() || !answer.text(cursor).equals("0");
    return allowed && complete ? told : parts.stream().flatMap(List::stream).toList();
  }
}
