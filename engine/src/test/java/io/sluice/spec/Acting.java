package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Spot;
import io.sluice.spec.fair.Spots;
import java.util.List;

/**
 * What is done to one task or to those whose time has come: {@code act, cancel, expire, promote}.
 */
final class Acting {
  /** The model has no batches: none is to be judged. */
  private static final long NO_BATCH = 0;

  private final QueueState queue;
  private final Lives lives;
  private final Once once;
  private final Following following;
  private final Followed followed;

  Acting(QueueState queue, Lives lives, Once once, Following following, Followed followed) {
    this.followed = followed;
    this.queue = queue;
    this.lives = lives;
    this.once = once;
    this.following = following;
  }

  List<Object> act(Args args) {
    String what = args.next();
    String id = args.next();
    String state = lives.stateOf(id);
    String holder = state.equals("dead") && what.equals("retry") ? once.inTheWayOf(id) : "";
    if (!holder.isEmpty()) {
      return List.of("held", holder);
    }
    return List.of(state.isEmpty() ? "unknown" : done(what, id, state, args), state);
  }

  private String done(String what, String id, String state, Args args) {
    return switch (what) {
      case "run_now" -> runNow(id, state);
      case "retry" -> retry(id, state);
      case "reschedule" -> reschedule(id, state, args.number());
      case "prioritize" -> prioritize(id, state, Fair.urgency((int) args.number()));
      default -> delete(id, state);
    };
  }

  private String runNow(String id, String state) {
    if (state.equals("ready") || state.equals("running")) {
      return "as it is";
    }
    if (!isDelayed(state)) {
      return "no";
    }
    if (following.setDue(id, 0)) {
      return "as it is";
    }
    lives.leaveLine(id, false);
    queue.makeReady(id, true);
    return "done";
  }

  private String retry(String id, String state) {
    if (state.equals("dead")) {
      once.revive(id);
      queue.makeReady(id, true);
      return "done";
    }
    return state.equals("scheduled") ? "no" : runNow(id, state);
  }

  private String reschedule(String id, String state, long at) {
    if (!isDelayed(state)) {
      return "no";
    }
    if (at <= queue.now) {
      return runNow(id, state);
    }
    Double end = queue.expiries.at(id);
    if (end != null && end <= at) {
      return "late";
    }
    if (!following.setDue(id, at)) {
      (state.equals("scheduled") ? queue.scheduled : queue.retrying).put(id, (double) at);
    }
    return "done";
  }

  /**
   * It keeps its place in its group but for the urgency; what has none gets one when it is ready.
   */
  private String prioritize(String id, String state, int urgency) {
    if (!state.equals("ready") && !isDelayed(state)) {
      return "no";
    }
    String spot = queue.spotOf(id);
    if ((spot.isEmpty() ? Spot.PLAIN : Spot.urgency(spot)) == urgency) {
      return "as it is";
    }
    if (state.equals("ready") && !queue.leaveLane(id)) {
      queue.ghosts.put(id, QueueState.MOVED);
    }
    // The only one in the lane leaves it for a moment.
    queue.fair.settle();
    String moved = movedTo(urgency, spot, state.equals("ready"));
    queue.tasks.computeIfPresent(
        id,
        (same, task) ->
            moved.isEmpty() ? Spot.envelope(task) : Spot.stored(moved, Spot.envelope(task)));
    if (state.equals("ready")) {
      queue.makeReady(id, true);
    }
    return "done";
  }

  private String movedTo(int urgency, String spot, boolean isReady) {
    if (Spot.isNumbered(spot)) {
      return Spot.withUrgency(spot, urgency);
    }
    if (isReady) {
      return new Spots(queue.fair, queue.now).next(Fair.UNGROUPED, urgency);
    }
    return urgency == Spot.PLAIN ? "" : Spot.level(urgency);
  }

  private String delete(String id, String state) {
    if (state.equals("running")) {
      return "no";
    }
    Ended ended = queue.results.get(id);
    if (ended != null) {
      queue.retained.remove(id);
      queue.listOf(ended).remove(id);
    } else {
      if (!queue.dead.remove(id)) {
        lives.leaveLine(id, false);
      }
      queue.count("purged", 1);
    }
    queue.expiries.remove(id);
    lives.forget(id);
    return "done";
  }

  private static boolean isDelayed(String state) {
    return state.equals("scheduled") || state.equals("retrying");
  }

  String cancel(Args args) {
    String id = args.next();
    if (QueueState.CANCELLED.equals(queue.ghosts.get(id))) {
      return "cancelled";
    }
    String state = lives.stateOf(id);
    switch (state) {
      case "" -> {
        return "unknown";
      }
      case "running" -> {
        queue.cancels.putIfAbsent(id, queue.running.get(id));
        return "asked";
      }
      case "dead" -> {
        return "dead";
      }
      case "succeeded", "cancelled", "expired" -> {
        return "finished";
      }
      default -> {
        lives.cancelWaiting(id, queue.setting("retention_count", args.number()));
        return "cancelled";
      }
    }
  }

  List<Object> expire(Args args) {
    List<String> late = queue.expiries.due(queue.now, args.number());
    long ended = 0;
    for (String id : late) {
      queue.expiries.remove(id);
      String state = lives.stateOf(id);
      if (state.equals("scheduled") || state.equals("ready")) {
        lives.expireWaiting(id);
        ended++;
      }
    }
    return List.of((long) late.size(), ended);
  }

  List<Object> promote(Args args) {
    long limit = args.number();
    long moved = promote(queue.retrying, limit) + promote(queue.scheduled, limit);
    long late = queue.expiries.due(queue.now, 1).size();
    return List.of(moved, waitMs(followed.nearestBar()), late, NO_BATCH);
  }

  private long promote(Timed from, long limit) {
    List<String> due = from.due(queue.now, limit);
    due.forEach(from::remove);
    due.forEach(id -> queue.makeReady(id, false));
    return due.size();
  }

  /** Until the next one is due; -1 when none waits. */
  private long waitMs(double nearestBar) {
    double nearest =
        Math.min(
            Math.floor(Math.min(queue.retrying.nearest(), queue.scheduled.nearest())),
            Math.ceil(nearestBar));
    return nearest == Double.MAX_VALUE ? -1 : Math.max(0, (long) nearest - queue.now);
  }
}
