package io.sluice.spec;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
