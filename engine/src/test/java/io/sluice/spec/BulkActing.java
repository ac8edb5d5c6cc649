package io.sluice.spec;

import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Acts on many tasks, done one after the other: {@code bulk}. */
final class BulkActing {
  private static final long NOTHING = -1;
  private static final long SOON_MS = 20;

  private final QueueState queue;
  private final Lives lives;
  private final Once once;
  private final Map<String, Act> acts = new LinkedHashMap<>();

  /** One that was begun. */
  private static final class Act {
    final String id;
    final String action;
    final String from;
    final long rate;
    final String type;
    final String error;
    final long startedAt;
    String state = "running";
    long matched;
    long processed;
    long failed;
    long left;

    /** Dead letters that were looked at and stayed, with when they died. */
    final Map<String, Double> stayed = new HashMap<>();

    String lastStayed = "";

    Act(String id, Args args, long startedAt) {
      this.id = id;
      action = args.next();
      from = args.next();
      rate = args.number();
      type = args.next();
      error = args.next();
      this.startedAt = startedAt;
    }

    boolean runs() {
      return state.equals("running");
    }

    boolean hasFilter() {
      return !type.isEmpty() || !error.isEmpty();
    }

    void stays(String dead, double since) {
      stayed.put(dead, since);
      lastStayed = dead;
    }

    /** When the last that stayed is gone, those that died when it did are looked at again. */
    void look(Timed dead) {
      Double since = stayed.get(lastStayed);
      if (since != null && !since.equals(dead.at(lastStayed))) {
        stayed.values().removeIf(since::equals);
      }
    }

    String told() {
      return String.join(
          " ", id, action, state, matched + "", processed + "", failed + "", startedAt + "");
    }
  }

  BulkActing(QueueState queue, Lives lives, Once once) {
    this.queue = queue;
    this.lives = lives;
    this.once = once;
  }

  List<Object> call(Args args) {
    return switch (args.next()) {
      case "begin" -> begin(args.next(), args);
      case "abort" -> abort(args.next());
      case "show" -> shown(acts.get(args.next()));
      default -> step(args.number());
    };
  }

  boolean idle() {
    return acts.values().stream().noneMatch(Act::runs);
  }

  private List<Object> begin(String id, Args args) {
    Act known = acts.get(id);
    if (known == null) {
      known = new Act(id, args, queue.now);
      known.left = sizeOf(known.from);
      known.matched = known.hasFilter() ? 0 : known.left;
      acts.put(id, known);
    }
    return shown(known);
  }

  private List<Object> abort(String id) {
    Act act = acts.get(id);
    if (act != null && act.runs()) {
      act.state = "aborted";
    }
    return shown(act);
  }

  private List<Object> shown(Act act) {
    return act == null ? List.of("unknown") : List.of("ok", act.told(), waitsFor(act));
  }

  /** The one that is done before it. */
  private String waitsFor(Act act) {
    Act first = acts.values().stream().filter(Act::runs).findFirst().orElse(act);
    return act.runs() && first != act ? first.id : "";
  }

  private List<Object> step(long limit) {
    if (idle()) {
      return List.of(0L, NOTHING);
    }
    Act act = acts.values().stream().filter(Act::runs).findFirst().orElseThrow();
    long most = limit;
    if (act.rate > 0) {
      most = Math.min(limit, act.rate * (queue.now - act.startedAt) / 1000 - act.processed);
      if (most <= 0) {
        return List.of(0L, SOON_MS);
      }
    }
    long done = act.action.equals("redrive") ? redrive(act, most) : purge(act, most);
    return List.of(done, idle() ? NOTHING : act.rate > 0 ? SOON_MS : 0L);
  }

  /** Each that died before it was begun is looked at, in the order in which they died. */
  private long redrive(Act act, long limit) {
    act.look(queue.dead);
    List<String> next =
        queue.dead.inOrder().stream()
            .filter(id -> !queue.dead.at(id).equals(act.stayed.get(id)))
            .limit(limit)
            .toList();
    List<String> seen = next.stream().filter(id -> queue.dead.at(id) <= act.startedAt).toList();
    List<String> revived = new ArrayList<>();
    for (String id : seen) {
      boolean wanted = wants(act, id);
      if (wanted && once.inTheWayOf(id).isEmpty()) {
        once.revive(id);
        revived.add(id);
      } else {
        act.stays(id, queue.dead.at(id));
        act.failed += wanted ? 1 : 0;
      }
    }
    revived.forEach(id -> queue.makeReady(id, false));
    act.processed += revived.size();
    act.matched = Math.max(act.matched, act.processed + act.failed);
    if (seen.size() < limit) {
      act.state = "done";
    }
    return revived.size();
  }

  private boolean wants(Act act, String id) {
    String error = queue.attempts.getOrDefault(id, Failed.NEVER).error();
    return (act.type.isEmpty() || act.type.equals(Head.of(queue.tasks.get(id)).type()))
        && (act.error.isEmpty() || act.error.equals(error));
  }

  private long purge(Act act, long limit) {
    boolean fromLane = queue.ready.isEmpty() && queue.aside.isEmpty() && queue.levels.isEmpty();
    List<String> taken = take(act.from, (int) Math.max(0, Math.min(limit, act.left)));
    List<String> purged = new ArrayList<>(taken);
    if (act.from.equals("ready") && !fromLane) {
      purged.removeIf(id -> queue.ghosts.remove(id) != null);
    }
    for (String id : purged) {
      queue.expiries.remove(id);
      lives.forget(id);
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

  private List<String> take(String from, int most) {
    if (from.equals("ready") && queue.ready.isEmpty() && most > 0 && !queue.aside.isEmpty()) {
      queue.ready.addAll(queue.aside.pollFirstEntry().getValue());
    }
    if (from.equals("ready") && queue.ready.isEmpty() && !queue.levels.isEmpty()) {
      List<String> taken =
          queue.levels.values().stream().flatMap(List::stream).limit(most).toList();
      queue.leaveLevels(taken);
      return taken;
    }
    if (from.equals("ready") && queue.ready.isEmpty()) {
      List<String> taken = queue.fair.lane.stream().limit(most).map(Spot::idOf).toList();
      taken.forEach(queue::leaveLane);
      return taken;
    }
    List<String> list = listOf(from);
    if (!list.isEmpty()) {
      List<String> head = list.subList(0, Math.min(most, list.size()));
      List<String> taken = List.copyOf(head);
      head.clear();
      return taken;
    }
    Timed timed = timedOf(from);
    List<String> taken = timed.inOrder().stream().limit(most).toList();
    taken.forEach(timed::remove);
    return taken;
  }

  private long sizeOf(String state) {
    return state.equals("ready")
        ? queue.waitingInLine()
        : (long) listOf(state).size() + timedOf(state).size();
  }

  private List<String> listOf(String state) {
    return switch (state) {
      case "ready" -> queue.ready;
      case "succeeded" -> queue.succeeded;
      case "cancelled" -> queue.cancelled;
      case "expired" -> queue.expired;
      default -> List.of();
    };
  }

  private Timed timedOf(String state) {
    return switch (state) {
      case "scheduled" -> queue.scheduled;
      case "retrying" -> queue.retrying;
      case "dead" -> queue.dead;
      case "succeeded" -> queue.retained;
      default -> new Timed();
    };
  }
}
