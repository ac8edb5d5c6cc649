package io.sluice.spec;

import java.util.Arrays;
import java.util.List;

/** The life of a task: where it is, how it ends, and what is forgotten of it. */
final class Lives {
  private static final long ENDS_MS = 10_000;

  private final QueueState queue;

  Lives(QueueState queue) {
    this.queue = queue;
  }

  /** Empty for what is unknown. */
  String stateOf(String id) {
    Ended ended = queue.results.get(id);
    if (!queue.tasks.containsKey(id)) {
      return "";
    } else if (queue.running.containsKey(id)) {
      return "running";
    } else if (ended != null) {
      return ended.state();
    } else if (queue.endedInList(id)) {
      return "cancelled";
    } else if (queue.scheduled.has(id)) {
      return "scheduled";
    } else if (queue.retrying.has(id)) {
      return "retrying";
    }
    return queue.dead.has(id) ? "dead" : "ready";
  }

  /** Neither finished nor dead. */
  boolean isAlive(String id) {
    return queue.tasks.containsKey(id)
        && !queue.results.containsKey(id)
        && !queue.endedInList(id)
        && !queue.dead.has(id);
  }

  /** Its run is over, for whatever follows. */
  void leave(String id, String counter) {
    queue.running.remove(id);
    queue.cancels.remove(id);
    queue.count(counter, 1);
  }

  /** A run finished for good; the oldest of its kind make room. */
  void finish(String id, Ended ended, long cap) {
    leave(id, ended.state());
    keepOrForget(id, ended, cap);
    List<String> list = queue.listOf(ended);
    while (cap > 0 && list.size() > cap) {
      drop(list.remove(0), "finished");
    }
  }

  void keepOrForget(String id, Ended ended, long cap) {
    queue.results.put(id, ended);
    if (cap > 0) {
      queue.listOf(ended).add(id);
    } else {
      drop(id, "finished");
    }
  }

  void cancelWaiting(String id, long cap) {
    leaveLine(id, true);
    queue.expiries.remove(id);
    queue.count("cancelled", 1);
    keepOrForget(id, Ended.waiting(queue.now, 'C'), cap);
  }

  /** It was to begin before now. */
  void expireWaiting(String id) {
    leaveLine(id, false);
    expire(id);
  }

  void expire(String id) {
    queue.results.put(id, Ended.waiting(queue.now, 'E'));
    queue.expired.add(id);
    queue.count("expired", 1);
  }

  /** A list cannot lose one from its middle cheaply: a ghost stays, which a claim drops. */
  void leaveLine(String id, boolean isCancelled) {
    boolean scheduled = queue.scheduled.remove(id);
    boolean retrying = queue.retrying.remove(id);
    if (!scheduled && !retrying && !queue.leaveLane(id)) {
      queue.ghosts.put(id, isCancelled ? QueueState.CANCELLED : QueueState.EXPIRED_OR_DELETED);
    }
    queue.fair.settle(); // as soon as the lane is empty, also within a call
  }

  /** Not kept any more, but left for those who wait for it. */
  void drop(String id, String place) {
    Double until = queue.awaited.at(id);
    if (until != null && until > queue.now) {
      queue.ends.put(id, found(place, detailOf(id, place), id));
      queue.awaited.put(id, (double) (queue.now + ENDS_MS));
    }
    forget(id);
  }

  void forget(String id) {
    queue.notes.remove(id);
    queue.results.remove(id);
    queue.tasks.remove(id);
    queue.attempts.remove(id);
  }

  /** What a lookup says. */
  List<Object> find(String id) {
    if (!queue.tasks.containsKey(id)) {
      return queue.ends.getOrDefault(id, List.of("unknown"));
    }
    String state = stateOf(id);
    String place = queue.results.containsKey(id) && !state.equals("running") ? "finished" : state;
    return found(place, detailOf(id, place), id);
  }

  private List<Object> found(String place, String detail, String id) {
    Failed failed = queue.attempts.get(id);
    return Arrays.asList(
        place,
        detail,
        queue.tasks.get(id),
        failed == null ? null : failed.stored(),
        queue.notes.get(id));
  }

  private String detailOf(String id, String place) {
    return switch (place) {
      case "running" -> queue.running.get(id);
      case "finished" -> queue.results.get(id).stored();
      case "scheduled" -> Timed.text(queue.scheduled.at(id));
      case "retrying" -> Timed.text(queue.retrying.at(id));
      case "dead" -> Timed.text(queue.dead.at(id));
      default -> "";
    };
  }
}
