package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What acts on many tasks should do, said again in plain Java; they are as fast as they can. */
final class BulkModel {
  private static final long NOTHING = -1;

  private final QueueModel model;
  private final QueueState queue;
  private final Map<String, Act> acts = new LinkedHashMap<>();

  /** One that was begun. */
  private static final class Act {
    private final String id;
    private final String action;
    private final String from;
    private final String error;
    private String state = "running";
    private int matched;
    private int processed;
    private int failed;
    private int left;

    /** Dead letters that were looked at and stayed: the first of all. */
    private final Set<String> stay = new HashSet<>();

    Act(String id, String action, String from, String error) {
      this.id = id;
      this.action = action;
      this.from = from;
      this.error = error;
    }

    String told() {
      return String.join(" ", id, action, state, matched + "", processed + "", failed + "");
    }
  }

  BulkModel(QueueModel model) {
    this.model = model;
    this.queue = model.queue;
  }

  /** The record, without the time. */
  String begin(String id, String action, String from, String error) {
    Act known = acts.get(id);
    if (known != null) {
      return known.told();
    }
    Act act = new Act(id, action, from, error);
    act.left = sizeOf(from);
    act.matched = error.isEmpty() ? act.left : 0;
    acts.put(id, act);
    return act.told();
  }

  String abort(String id) {
    Act act = acts.get(id);
    if (act == null) {
      return "";
    }
    if (act.state.equals("running")) {
      act.state = "aborted";
    }
    return act.told();
  }

  boolean underWay() {
    return acts.values().stream().anyMatch(act -> act.state.equals("running"));
  }

  List<Object> step(int limit) {
    for (Act act : acts.values()) {
      if (act.state.equals("running")) {
        long done = act.action.equals("redrive") ? redrive(act, limit) : purge(act, limit);
        return List.of(done, underWay() ? 0L : NOTHING);
      }
    }
    return List.of(0L, NOTHING);
  }

  private long redrive(Act act, int limit) {
    List<String> seen =
        queue.dead.stream().filter(id -> !act.stay.contains(id)).limit(limit).toList();
    act.stay.addAll(seen);
    List<String> found = seen.stream().filter(id -> wants(act, id)).toList();
    List<String> revived = new ArrayList<>();
    for (String id : found) {
      if (model.once.inTheWayOf(id).isEmpty()) {
        model.revive(id);
        revived.add(id);
      } else {
        act.failed++;
      }
    }
    queue.ready.addAll(revived);
    act.processed += revived.size();
    act.matched = Math.max(act.matched, act.processed + act.failed);
    if (seen.size() < limit) {
      act.state = "done";
    }
    return revived.size();
  }

  /** It is dead no more; when it dies again it is another. */
  void left(String id) {
    acts.values().forEach(act -> act.stay.remove(id));
  }

  private boolean wants(Act act, String id) {
    return act.error.isEmpty()
        || queue.attempts.getOrDefault(id, Failed.NEVER).error().equals(act.error);
  }

  private long purge(Act act, int limit) {
    List<String> taken = take(act.from, Math.min(limit, act.left));
    List<String> purged = new ArrayList<>(taken);
    if (act.from.equals("ready")) {
      purged.removeIf(id -> queue.ghosts.remove(id) != null);
    }
    for (String id : purged) {
      model.forget(id);
      queue.dropExpiry(id);
    }
    if (!List.of("succeeded", "cancelled", "expired").contains(act.from)) {
      queue.count("purged", purged.size());
    }
    act.processed += purged.size();
    act.left -= purged.size();
    if (taken.isEmpty() || act.left <= 0) {
      act.state = "done";
    }
    return purged.size();
  }

  private List<String> take(String from, int n) {
    List<String> list = from.equals("dead") ? queue.dead : queue.listOf(from);
    if (list != null && !(from.equals("succeeded") && list.isEmpty())) {
      List<String> taken = List.copyOf(list.subList(0, Math.max(0, Math.min(n, list.size()))));
      list.subList(0, taken.size()).clear();
      return taken;
    }
    Map<String, Boolean> timed = queue.timed(from.equals("succeeded") ? "retained" : from);
    List<String> taken = queue.inOrder(timed).stream().limit(Math.max(0, n)).toList();
    taken.forEach(timed::remove);
    queue.due.removeAll(taken);
    return taken;
  }

  private int sizeOf(String from) {
    return switch (from) {
      case "ready" -> queue.ready.size() + queue.landing.size() - queue.ghosts.size();
      case "succeeded" -> queue.succeeded.size() + queue.retained.size();
      case "cancelled" -> queue.cancelled.size();
      case "expired" -> queue.expired.size();
      case "dead" -> queue.dead.size();
      default -> queue.timed(from).size();
    };
  }
}
