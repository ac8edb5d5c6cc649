package io.sluice.redis.property;

import java.util.List;

/** What acts on one task should do, said again in plain Java. */
final class ActModel {
  private final QueueModel model;
  private final QueueState queue;

  ActModel(QueueModel model) {
    this.model = model;
    this.queue = model.queue;
  }

  List<Object> act(String what, String id, boolean future) {
    String state = model.stateInFull(id);
    String holder = state.equals("dead") && what.equals("retry") ? model.once.inTheWayOf(id) : "";
    if (!holder.isEmpty()) {
      return List.of("held", holder);
    }
    return List.of(state.isEmpty() ? "unknown" : done(what, id, state, future), state);
  }

  private String done(String what, String id, String state, boolean future) {
    return switch (what) {
      case "run_now" -> runNow(id, state);
      case "retry" -> retry(id, state);
      case "reschedule" -> reschedule(id, state, future);
      default -> delete(id, state);
    };
  }

  private String runNow(String id, String state) {
    if (state.equals("ready") || state.equals("running")) {
      return "as it is";
    }
    if (!isTimed(state)) {
      return "no";
    }
    leaveItsTime(id);
    queue.ready.add(0, id);
    return "done";
  }

  private String retry(String id, String state) {
    if (state.equals("dead")) {
      model.revive(id);
      queue.ready.add(0, id);
      return "done";
    }
    return state.equals("scheduled") ? "no" : runNow(id, state);
  }

  private String reschedule(String id, String state, boolean future) {
    if (!isTimed(state)) {
      return "no";
    }
    if (!future) {
      return runNow(id, state);
    }
    if (queue.expiries.containsKey(id)) {
      return "late";
    }
    queue.due.remove(id);
    (state.equals("scheduled") ? queue.scheduled : queue.retrying).put(id, false);
    return "done";
  }

  private String delete(String id, String state) {
    if (state.equals("running")) {
      return "no";
    }
    if (!queue.results.containsKey(id)) {
      if (state.equals("ready")) {
        queue.ghosts.put(id, false);
      }
      leaveItsTime(id);
      queue.dead.remove(id);
      queue.count("purged", 1);
    }
    List.of(queue.succeeded, queue.cancelled, queue.expired).forEach(list -> list.remove(id));
    queue.retained.remove(id);
    queue.dropExpiry(id);
    model.forget(id);
    return "done";
  }

  private void leaveItsTime(String id) {
    queue.due.remove(id);
    queue.scheduled.remove(id);
    queue.retrying.remove(id);
  }

  private static boolean isTimed(String state) {
    return state.equals("scheduled") || state.equals("retrying");
  }
}
