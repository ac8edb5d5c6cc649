package io.sluice.memory;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has to be true of groups and of laned tasks after each call, unless there was damage. */
final class LaneOrder {
  private static final String AT_CAP = "inf";
  private static final int ID_BEHIND_GROUP = 15;

  private final Map<String, Twin.Kept> keys;
  private final List<String> complaints = new ArrayList<>();

  private LaneOrder(Twin server) {
    keys = server.keys();
  }

  static List<String> complaints(Twin server) {
    LaneOrder order = new LaneOrder(server);
    Map<String, Integer> waits = count(order.pairs("lane").keySet().stream());
    Map<String, Integer> runs =
        count(order.pairs("running").values().stream().map(LaneOrder::spotOfRun));
    order.counts("inflight", runs);
    order.counts("later", count(order.putOff().stream()));
    order.turns(waits, runs);
    order.tokens();
    order.places();
    return order.complaints;
  }

  private List<?> values(String key) {
    Twin.Kept kept = keys.get(ScriptText.key(key));
    return kept == null ? List.of() : kept.value();
  }

  private Map<String, String> pairs(String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Object pair : values(key)) {
      pairs.put(((List<?>) pair).get(0).toString(), ((List<?>) pair).get(1).toString());
    }
    return pairs;
  }

  /** How many there are of each group, of the spots that there are. */
  private static Map<String, Integer> count(Stream<@Nullable String> spots) {
    Map<String, Integer> count = new TreeMap<>();
    spots.filter(spot -> spot != null).forEach(spot -> count.merge(group(spot), 1, Integer::sum));
    return count;
  }

  private static String group(String spot) {
    return spot.substring(0, spot.indexOf('\0'));
  }

  private static @Nullable String spotOfRun(String holder) {
    int at = holder.indexOf(' ');
    return at < 0 ? null : holder.substring(at + 1);
  }

  private List<String> putOff() {
    Map<String, String> spots = pairs("place");
    spots.keySet().removeAll(pairs("dead").keySet());
    return List.copyOf(spots.values());
  }

  private void counts(String key, Map<String, Integer> counted) {
    Map<String, Integer> kept = new TreeMap<>();
    pairs(key).forEach((group, count) -> kept.put(group, Integer.valueOf(count)));
    counted.remove("");
    if (!kept.equals(counted)) {
      complaints.add(key + " has " + kept + " and there are " + counted);
    }
  }

  /** A group that has ready tasks has its turn or is barred, and no other has its turn. */
  private void turns(Map<String, Integer> waits, Map<String, Integer> runs) {
    Map<String, String> turns = pairs("turns");
    Map<String, String> barred = pairs("barred");
    for (String group : waits.keySet()) {
      if (turns.containsKey(group) == barred.containsKey(group)) {
        complaints.add("group " + group + " in turns " + turns + " and in barred " + barred);
      }
    }
    for (String group : turns.keySet()) {
      if (!group.isEmpty() && !waits.containsKey(group)) {
        complaints.add("group " + group + " has its turn and nothing ready");
      }
    }
    barred.forEach(
        (group, until) -> {
          if (until.equals(AT_CAP) && !(waits.containsKey(group) && runs.containsKey(group))) {
            complaints.add(
                "group " + group + " is barred until a task ends, and none runs or waits");
          }
        });
    if (waits.isEmpty() && !(turns.isEmpty() && pairs("tags").isEmpty())) {
      complaints.add("tags of groups are kept while nothing waits");
    }
  }

  /** Where a group has its turn there is something that wakes a worker, or a worker is awake. */
  private void tokens() {
    List<?> ready = values("ready");
    if (ready.lastIndexOf("*") > 0) {
      complaints.add("a token is not the first of " + ready);
    }
    boolean rests = ready.isEmpty() && values("landing").isEmpty() && values("settings").isEmpty();
    if (rests && !values("turns").isEmpty()) {
      complaints.add("groups have their turns and nothing wakes a worker");
    }
  }

  /** The spot of a task is the same wherever it is, and the task is in one place. */
  private void places() {
    Map<String, String> tasks = pairs("tasks");
    Map<String, String> spots = pairs("place");
    for (String member : pairs("lane").keySet()) {
      int end = member.indexOf('\0') + ID_BEHIND_GROUP;
      if (spots.put(member.substring(end), member.substring(0, end)) != null) {
        complaints.add("task " + member.substring(end) + " is ready and has a place");
      }
    }
    spots.forEach(
        (id, spot) -> {
          if (!tasks.getOrDefault(id, "").startsWith(spot, 2)) {
            complaints.add("task " + id + " has another spot than its envelope");
          }
        });
    for (String key : List.of("running", "results")) {
      for (String id : pairs(key).keySet()) {
        if (spots.containsKey(id)) {
          complaints.add("task " + id + " is in " + key + " and waits or is dead");
        }
      }
    }
  }
}
