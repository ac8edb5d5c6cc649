package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the scripts should do, said again in plain Java. Each method takes the arguments of a script
 * and gives the answer that is expected; where an answer holds a time, that of Redis is taken.
 */
final class QueueModel {
  private static final int SUSPECT_CRASHES = 2;
  private static final List<String> TOTALS =
      List.of(
          "accepted",
          "succeeded",
          "retried",
          "reaped",
          "released",
          "snoozed",
          "dead",
          "cancelled",
          "expired",
          "purged",
          "redriven");

  private static final List<Long> NOTHING_REPAIRED_OR_LOST = List.of(0L, 0L);

  final QueueState queue = new QueueState();
  final OnceModel once = new OnceModel(this);
  final ActModel acts = new ActModel(this);
  final BulkModel bulks = new BulkModel(this);
  private final Map<String, Receipt> receipts = new HashMap<>();

  private record Receipt(
      long seq, List<Object> answer, String token, String suspect, List<String> given) {}

  /** One outcome of a settle call other than a success. */
  record Other(String id, String token, char outcome, String failure) {}

  /** One task of an enqueue call; a late one waits for its time. */
  record Item(String id, String envelope, boolean fresh, boolean late) {}

  /** A call that is done once, whatever it does. */
  List<Object> once(String lane, long seq, Supplier<List<Object>> call) {
    Receipt last = receipts.get(lane);
    if (last != null && last.seq == seq) {
      return again(last, last.answer.equals(List.of("full")));
    }
    if (last != null && last.seq > seq) {
      return List.of("old");
    }
    return keep(lane, seq, call.get());
  }

  boolean full(int maxBacklog) {
    return maxBacklog > 0
        && queue.ready.size() + queue.scheduled.size() + queue.retrying.size() >= maxBacklog;
  }

  List<Object> enqueue(String lane, long seq, int maxBacklog, List<Item> items) {
    return once(lane, seq, () -> full(maxBacklog) ? List.of("full") : take(items));
  }

  private List<Object> take(List<Item> items) {
    List<Object> duplicates = new ArrayList<>();
    long accepted = 0;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (queue.ghosts.containsKey(item.id) || queue.tasks.containsKey(item.id)) {
        duplicates.add(i + 1L);
        continue;
      }
      accepted++;
      queue.tasks.put(item.id, item.envelope);
      if (item.late) {
        queue.scheduled.put(item.id, false);
      } else {
        queue.ready.add(item.id);
      }
    }
    queue.count("accepted", accepted);
    List<Object> answer = new ArrayList<>(List.of("ok", accepted));
    answer.addAll(duplicates);
    return answer;
  }

  String open(String session) {
    if (queue.walk.contains(session)) {
      return "gone";
    }
    queue.sessions.put(session, false);
    return "ok";
  }

  /** The answer without its cursor, in any order. */
  List<Object> extend(String session, boolean expires) {
    if (!queue.sessions.containsKey(session)) {
      return List.of("gone");
    }
    queue.sessions.put(session, expires);
    List<Object> answer = new ArrayList<>(List.of("ok"));
    queue.cancels.forEach(
        (id, token) -> {
          if (token.startsWith(session + ":")) {
            answer.add(id);
          }
        });
    return answer;
  }

  long close(String session) {
    if (queue.sessions.remove(session) == null) {
      return 0;
    }
    if (!queue.running.isEmpty()) {
      queue.walk.add(session);
    }
    return 1;
  }

  /** Status and ids. */
  List<Object> claim(String session, long seq, int max, List<String> adopted, String token) {
    String lane = session + "/c";
    Receipt last = receipts.get(lane);
    if (last != null && last.seq == seq) {
      List<String> mine = new ArrayList<>(last.given);
      mine.removeIf(id -> !last.token.equals(queue.running.get(id)));
      return List.of("replayed", mine);
    }
    if (last != null && last.seq > seq) {
      return List.of("old", last.seq);
    }
    if (!queue.sessions.containsKey(session)) {
      return List.of("gone");
    }
    String suspect = last == null ? "" : last.suspect;
    if (!queue.running.getOrDefault(suspect, "").startsWith(session + ":")) {
      suspect = "";
    }
    List<String> ids = new ArrayList<>(adopted);
    ids.removeIf(id -> !queue.landing.remove(id));
    int room = queue.mostRunning - queue.running.size();
    if (queue.paused || room <= 0) {
      ids.forEach(id -> queue.ready.add(0, id));
      receipts.put(lane, new Receipt(seq, List.of(), token, suspect, List.of()));
      return List.of(queue.paused ? "paused" : "limited", List.of());
    }
    while (ids.size() < Math.min(max, room) && !queue.ready.isEmpty()) {
      ids.add(queue.ready.remove(0));
    }
    List<String> given = new ArrayList<>();
    for (String id : ids) {
      boolean suspected =
          queue.attempts.getOrDefault(id, Failed.NEVER).crashes() >= SUSPECT_CRASHES;
      if (queue.ghosts.remove(id) != null) {
        continue;
      }
      boolean late = queue.dropExpiry(id);
      if (!queue.tasks.containsKey(id)) {
        continue;
      }
      if (late) {
        endLate(id);
        continue;
      }
      if (suspected && !suspect.isEmpty()) {
        queue.retrying.put(id, false);
        continue;
      }
      suspect = suspected ? id : suspect;
      given.add(id);
      queue.running.put(id, token);
    }
    receipts.put(lane, new Receipt(seq, List.of(), token, suspect, given));
    return List.of("ok", given);
  }

  List<Object> settle(
      String lane, long seq, int cap, String token, Map<String, String> done, List<Other> others) {
    Receipt last = receipts.get(lane);
    if (last != null && last.seq == seq) {
      return again(last, false);
    }
    if (last != null && last.seq > seq) {
      return List.of("old");
    }
    List<Object> answer = new ArrayList<>(List.of("ok"));
    long index = 0;
    for (Map.Entry<String, String> task : done.entrySet()) {
      index++;
      if (token.equals(queue.running.get(task.getKey()))) {
        finish("succeeded", task.getKey(), new Ended(false, 'S', true, task.getValue()), cap);
      } else {
        answer.add(index);
      }
    }
    List<String> released = new ArrayList<>();
    for (Other other : others) {
      index++;
      if (other.token.equals(queue.running.get(other.id))) {
        settle(other, cap, released);
      } else {
        answer.add(index);
      }
    }
    released.forEach(id -> queue.ready.add(0, id));
    return keep(lane, seq, answer);
  }

  private void settle(Other other, int cap, List<String> released) {
    char outcome = other.outcome;
    if (outcome == 'R' || outcome == 'B') {
      queue.attempts.merge(
          other.id,
          Failed.NEVER.failedWith(other.failure),
          (before, first) -> before.failedWith(other.failure));
    }
    if (queue.cancels.containsKey(other.id)
        && (outcome == 'R' || outcome == 'L' || outcome == 'Z')) {
      outcome = 'C';
    }
    switch (outcome) {
      case 'K' -> {
        leave(other.id, "succeeded");
        queue.results.put(other.id, new Ended(false, 'S', true, other.failure));
        queue.retained.put(other.id, false);
      }
      case 'N' -> {
        leave(other.id, "succeeded");
        drop(other.id, "finished");
      }
      case 'C' -> finish("cancelled", other.id, new Ended(false, 'C', true, ""), cap);
      case 'E' -> finish("expired", other.id, new Ended(false, 'E', true, ""), cap);
      case 'R' -> {
        leave(other.id, "retried");
        queue.retrying.put(other.id, false);
      }
      case 'Z' -> {
        leave(other.id, "snoozed");
        queue.scheduled.put(other.id, false);
      }
      case 'B' -> {
        leave(other.id, "dead");
        queue.dead.add(other.id);
      }
      default -> {
        leave(other.id, "released");
        released.add(other.id);
      }
    }
  }

  /** What stats answer, without the time. */
  List<Object> stats() {
    List<Object> stats = new ArrayList<>();
    stats.add(queue.paused ? 1L : 0L);
    stats.add((long) queue.scheduled.size());
    stats.add((long) queue.ready.size() + queue.landing.size() - queue.ghosts.size());
    for (int size :
        List.of(
            queue.running.size(),
            queue.retrying.size(),
            queue.dead.size(),
            queue.succeeded.size() + queue.retained.size(),
            queue.cancelled.size(),
            queue.expired.size())) {
      stats.add((long) size);
    }
    stats.add(queue.sessions.values().stream().filter(late -> !late).count());
    stats.add(queue.ready.isEmpty() ? "" : queue.tasks.getOrDefault(queue.ready.get(0), ""));
    stats.addAll(totals());
    return stats;
  }

  /** What audit answers of a queue in which nothing is lost. */
  List<Object> audit() {
    List<Object> audit = new ArrayList<>(List.of(0L, 0L, 0L, queue.unfinished()));
    audit.addAll(totals());
    audit.addAll(NOTHING_REPAIRED_OR_LOST);
    return audit;
  }

  private List<Long> totals() {
    return TOTALS.stream().map(queue::counted).toList();
  }

  List<Object> promote(int limit) {
    long moved = promote(queue.retrying, limit) + promote(queue.scheduled, limit);
    boolean waits = !queue.retrying.isEmpty() || !queue.scheduled.isEmpty();
    boolean more = queue.due.stream().anyMatch(this::waitsForPromotion);
    long late = queue.expiries.containsValue(true) ? 1 : 0;
    return List.of(moved, more ? "now" : waits ? "later" : "none", late);
  }

  private boolean waitsForPromotion(String id) {
    return queue.retrying.containsKey(id) || queue.scheduled.containsKey(id);
  }

  private long promote(Map<String, Boolean> from, int limit) {
    List<String> ids =
        queue.due.stream().filter(id -> from.getOrDefault(id, false)).limit(limit).toList();
    ids.forEach(from::remove);
    queue.due.removeAll(ids);
    queue.ready.addAll(ids);
    return ids.size();
  }

  String cancel(String id, int cap) {
    if (queue.ghosts.getOrDefault(id, false)) {
      return "cancelled";
    }
    if (!queue.tasks.containsKey(id)) {
      return "unknown";
    }
    String token = queue.running.get(id);
    if (token != null) {
      queue.cancels.putIfAbsent(id, token);
      return "asked";
    }
    if (queue.results.containsKey(id)) {
      return "finished";
    }
    if (queue.dead.contains(id)) {
      return "dead";
    }
    cancelWaiting(id, cap);
    return "cancelled";
  }

  void cancelWaiting(String id, int cap) {
    queue.due.remove(id);
    if (queue.scheduled.remove(id) == null && queue.retrying.remove(id) == null) {
      queue.ghosts.put(id, true);
    }
    queue.dropExpiry(id);
    queue.count("cancelled", 1);
    keepOrForget(queue.cancelled, id, new Ended(false, 'C', false, ""), cap);
  }

  List<Object> expire(int limit) {
    List<String> late = queue.late.stream().limit(limit).toList();
    long ended = 0;
    for (String id : late) {
      queue.dropExpiry(id);
      String state = stateOf(id);
      if (state.equals("scheduled") || state.equals("ready")) {
        queue.due.remove(id);
        if (queue.scheduled.remove(id) == null) {
          queue.ghosts.put(id, false);
        }
        endLate(id);
        ended++;
      }
    }
    return List.of((long) late.size(), ended);
  }

  private void endLate(String id) {
    queue.results.put(id, new Ended(false, 'E', false, ""));
    queue.expired.add(id);
    queue.count("expired", 1);
  }

  long note(String id, String token, char kind, String text) {
    if (!token.equals(queue.running.get(id))) {
      return 0;
    }
    String before = queue.notes.getOrDefault(id, "");
    int lines = before.indexOf(Failed.SEPARATOR);
    queue.notes.put(
        id,
        kind == 'P'
            ? text + (lines < 0 ? "" : before.substring(lines))
            : before + Failed.SEPARATOR + text);
    return 1;
  }

  /** A new life for a dead one: its failures count no more. */
  void revive(String id) {
    once.holdAgain(id);
    queue.dead.remove(id);
    bulks.left(id);
    queue.attempts.computeIfPresent(id, (same, failed) -> failed.revived());
    queue.count("redriven", 1);
  }

  /** Fence, walk and sweep of landing; what comes back goes in front, in the order Redis met it. */
  List<Object> reap(int maxCrashes, boolean noGrace, int cap, String poison, List<String> inOrder) {
    List<String> late = queue.sessions.keySet().stream().filter(queue.sessions::get).toList();
    if (late.isEmpty()
        && queue.walk.isEmpty()
        && queue.landing.isEmpty()
        && queue.landed.isEmpty()) {
      return List.of(0L, 0L, 0L, 0L, 0L, 0L);
    }
    late.forEach(queue.sessions::remove);
    queue.walk.addAll(late);
    long reaped = 0;
    long dead = 0;
    long cancelled = 0;
    for (String id : inOrder) {
      String token = queue.running.get(id);
      if (!queue.walk.contains(token.substring(0, token.indexOf(':')))) {
        continue;
      }
      reaped++;
      queue.running.remove(id);
      Failed failed = queue.attempts.getOrDefault(id, Failed.NEVER).crashed();
      if (queue.cancels.remove(id) != null) {
        cancelled++;
        queue.count("cancelled", 1);
        keepOrForget(queue.cancelled, id, new Ended(false, 'C', false, ""), cap);
      } else if (failed.crashes() >= maxCrashes) {
        dead++;
        queue.count("dead", 1);
        queue.dead.add(id);
        String[] claim = token.split(":", -1);
        String text = poison + "\n" + claim[0] + " " + claim[2];
        queue.attempts.merge(
            id, Failed.NEVER.crashedForGood(text), (before, first) -> before.crashedForGood(text));
      } else {
        queue.attempts.put(id, failed);
        if (failed.crashes() == 1) {
          queue.ready.add(0, id);
        } else {
          queue.retrying.put(id, false);
        }
      }
    }
    queue.count("reaped", reaped);
    queue.walk.clear();
    List<String> back =
        queue.landing.stream().filter(id -> noGrace && queue.landed.contains(id)).toList();
    queue.landing.removeAll(back);
    back.forEach(id -> queue.ready.add(0, id));
    queue.landed.clear();
    queue.landed.addAll(queue.landing);
    return List.of(0L, (long) late.size(), reaped, dead, cancelled, (long) back.size());
  }

  List<Object> sweep(int cap, boolean aged, int deadCap, boolean deadAged, int limit) {
    long left = limit;
    for (List<String> list : List.of(queue.succeeded, queue.cancelled, queue.expired)) {
      while (left > 0
          && !list.isEmpty()
          && (list.size() > cap || (aged && queue.results.get(list.get(0)).old()))) {
        drop(list.remove(0), "finished");
        left--;
      }
    }
    List<String> over =
        queue.due.stream()
            .filter(id -> queue.retained.getOrDefault(id, false))
            .limit(left)
            .toList();
    over.forEach(queue.retained::remove);
    over.forEach(id -> drop(id, "finished"));
    queue.due.removeAll(over);
    left -= over.size();
    boolean overCap = queue.dead.size() > deadCap;
    long room = left;
    while (room > 0
        && !queue.dead.isEmpty()
        && (overCap ? queue.dead.size() > deadCap : deadAged)) {
      drop(queue.dead.remove(0), "dead");
      queue.count("purged", 1);
      room--;
    }
    int keys = queue.once.size();
    queue.once.values().removeIf(once::isOpen);
    queue.waitedFor.stream().limit(limit).toList().forEach(this::waitsNoMore);
    return List.of(limit - room + keys - queue.once.size(), bulks.underWay() ? 1L : 0L, 0L);
  }

  /** Empty for what is unknown. */
  String stateInFull(String id) {
    String state = stateOf(id);
    Ended ended = queue.results.get(id);
    if (!state.equals("finished") || ended == null) {
      return state.equals("unknown") ? "" : state;
    }
    return ended.how() == 'S' ? "succeeded" : ended.how() == 'C' ? "cancelled" : "expired";
  }

  String stateOf(String id) {
    if (!queue.tasks.containsKey(id)) {
      return "unknown";
    } else if (queue.running.containsKey(id)) {
      return "running";
    } else if (queue.results.containsKey(id)) {
      return "finished";
    } else if (queue.ghosts.containsKey(id)) {
      return "cancelled";
    } else if (queue.scheduled.containsKey(id)) {
      return "scheduled";
    } else if (queue.retrying.containsKey(id)) {
      return "retrying";
    }
    return queue.dead.contains(id) ? "dead" : "ready";
  }

  private void finish(String state, String id, Ended ended, int cap) {
    leave(id, state);
    List<String> list =
        state.equals("succeeded")
            ? queue.succeeded
            : state.equals("cancelled") ? queue.cancelled : queue.expired;
    keepOrForget(list, id, ended, cap);
    while (cap > 0 && list.size() > cap) {
      drop(list.remove(0), "finished");
    }
  }

  private void keepOrForget(List<String> list, String id, Ended ended, int cap) {
    if (cap > 0) {
      queue.results.put(id, ended);
      list.add(id);
    } else {
      drop(id, "finished");
    }
  }

  /** Not kept, but left for one who waits for it. */
  private void drop(String id, String place) {
    if (Boolean.FALSE.equals(queue.awaited.get(id))) {
      queue.ends.put(id, List.of(place, queue.tasks.getOrDefault(id, "")));
    }
    forget(id);
  }

  private void waitsNoMore(String id) {
    queue.waitedFor.remove(id);
    queue.awaited.remove(id);
    queue.ends.remove(id);
  }

  List<Object> await(List<String> ids) {
    List<Object> places = new ArrayList<>();
    for (String id : ids) {
      String state = stateOf(id);
      String place =
          state.equals("unknown") && queue.ends.containsKey(id) ? queue.ends.get(id).get(0) : state;
      places.add(place);
      if (!List.of("finished", "dead", "cancelled").contains(place)) {
        queue.waitedFor.remove(id);
        queue.awaited.put(id, false);
      }
    }
    return places;
  }

  private void leave(String id, String counter) {
    queue.running.remove(id);
    queue.cancels.remove(id);
    queue.count(counter, 1);
  }

  void forget(String id) {
    bulks.left(id);
    queue.notes.remove(id);
    queue.results.remove(id);
    queue.tasks.remove(id);
    queue.attempts.remove(id);
  }

  private List<Object> keep(String lane, long seq, List<Object> answer) {
    receipts.put(lane, new Receipt(seq, answer, "", "", List.of()));
    return answer;
  }

  private static List<Object> again(Receipt last, boolean full) {
    if (full) {
      return last.answer;
    }
    List<Object> answer = new ArrayList<>(last.answer);
    answer.set(0, "replayed");
    return answer;
  }
}
