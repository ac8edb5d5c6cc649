package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Spot;
import io.sluice.spec.fair.Spots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes tasks in: {@code enqueue}, and with conditions {@code enqueue_once}. */
final class Enqueuing {
  private final QueueState queue;
  private final Receipts receipts;
  private final Once once;
  private final Lives lives;
  private final Following following;

  Enqueuing(QueueState queue, Receipts receipts, Once once, Lives lives, Following following) {
    this.queue = queue;
    this.receipts = receipts;
    this.once = once;
    this.lives = lives;
    this.following = following;
  }

  List<Object> enqueue(String lane, Args args) {
    return receipts.once(
        lane, args.number(), () -> full(args.number()) ? List.of("full") : take(args));
  }

  List<Object> enqueueOnce(String lane, Args args) {
    return receipts.once(
        lane, args.number(), () -> full(args.number()) ? List.of("full") : takeOnce(args));
  }

  private boolean full(long maxBacklog) {
    long most = queue.setting("max_backlog", maxBacklog);
    return most > 0 && queue.lined() + queue.scheduled.size() + queue.retrying.size() >= most;
  }

  /** Tasks without a group first. */
  private List<Object> take(Args args) {
    List<String> nowReady = new ArrayList<>();
    List<Object> refused = new ArrayList<>();
    List<Laned> laned = new ArrayList<>();
    // How many of them are of which urgency their envelopes tell too.
    long fresh = Long.parseLong(args.next().split(" ", 2)[0]);
    long index = 0;
    while (args.more()) {
      index++;
      String id = args.next();
      String envelope = args.next();
      String due = index <= fresh ? "" : withoutCost(args.next());
      if (Spot.isNumbered(Spot.in(envelope))) {
        laned.add(new Laned(index, id, envelope, due));
      } else if (index > fresh && isTaken(id)) {
        refused.add(index);
      } else {
        accept(id, envelope, due, nowReady, false);
      }
    }
    Backlogs backlogs = new Backlogs();
    List<Laned> full =
        laned.stream().filter(one -> backlogs.isFull(Spot.group(Spot.in(one.envelope)))).toList();
    Spots spots = new Spots(queue.fair, queue.now);
    for (Laned one : laned) {
      if (full.contains(one)) {
        refused.add(one.index + ":full");
        continue;
      }
      String stored = spots.numbered(one.envelope);
      if (!one.due.isEmpty() && isTaken(one.id)) {
        refused.add(one.index);
      } else {
        accept(one.id, stored, one.due, nowReady, false);
      }
    }
    return answer(index - refused.size(), nowReady, refused);
  }

  /** A task with a group, at its index in a call. */
  private record Laned(long index, String id, String envelope, String due) {}

  /** How many tasks of each group wait, as a call goes on. */
  private final class Backlogs {
    private final Map<String, Long> waiting = new HashMap<>();

    /** Whether the group takes no more; one that it takes counts, also when it is a duplicate. */
    boolean isFull(String group) {
      if (group.equals(Fair.UNGROUPED)) {
        return false;
      }
      long most = queue.fair.ruleOf(group).maxBacklog();
      long waits = waiting.computeIfAbsent(group, queue::waitingOf);
      if (most > 0 && waits >= most) {
        return true;
      }
      waiting.put(group, waits + 1);
      return false;
    }
  }

  private List<Object> takeOnce(Args args) {
    long cap = queue.setting("retention_count", args.number());
    List<String> nowReady = new ArrayList<>();
    List<String> overdue = new ArrayList<>();
    List<Object> refused = new ArrayList<>();
    Backlogs backlogs = new Backlogs();
    Spots spots = new Spots(queue.fair, queue.now);
    long index = 0;
    while (args.more()) {
      index++;
      Offer offer = new Offer(args);
      String verdict = verdict(offer, cap, backlogs);
      if (verdict.isEmpty()) {
        accept(offer, spots, offer.isOverdue() ? overdue : nowReady);
      } else {
        refused.add(index);
        refused.add(verdict);
      }
    }
    List<Object> answer = answer(index - refused.size() / 2, nowReady, refused);
    overdue.forEach(id -> queue.makeReady(id, true));
    return answer;
  }

  private List<Object> answer(long accepted, List<String> nowReady, List<Object> refused) {
    nowReady.forEach(id -> queue.makeReady(id, false));
    queue.count("accepted", accepted);
    List<Object> answer = new ArrayList<>(List.of("ok", accepted));
    answer.addAll(refused);
    return answer;
  }

  /** A ghost is still in a list, and an id cannot be there twice. */
  private boolean isTaken(String id) {
    return queue.ghosts.containsKey(id) || queue.tasks.containsKey(id);
  }

  private void accept(
      String id, String envelope, String due, List<String> nowReady, boolean isOverdue) {
    queue.tasks.put(id, envelope);
    double at = due.startsWith("@") ? Double.parseDouble(due.substring(1)) : delayed(due);
    if (at > queue.now) {
      queue.scheduled.put(id, at);
    } else if (queue.spotOf(id).isEmpty()) {
      nowReady.add(id);
    } else {
      queue.makeReady(id, isOverdue);
    }
  }

  /** Behind a due stands the cost, which the envelope has too. */
  private static String withoutCost(String due) {
    return due.replaceFirst(" .*", "");
  }

  private double delayed(String due) {
    return due.isEmpty() || due.equals("0") ? 0 : queue.after(Long.parseLong(due));
  }

  private void accept(Offer offer, Spots spots, List<String> nowReady) {
    if (!offer.uniqueKey.isEmpty()) {
      holdUnique(offer);
    }
    if (!offer.requestKey.isEmpty()) {
      once.hold(offer.requestKey, offer.requestMs, offer.id, offer.createdAt, offer.fingerprint);
    }
    if (!offer.expiresIn.isEmpty()) {
      queue.expiries.put(offer.id, queue.after(Long.parseLong(offer.expiresIn)));
    }
    String stored = offer.envelope;
    if (!Spot.in(stored).isEmpty()) {
      Following.@Nullable Quiet quiet = offer.isOverdue() ? offer.quiet : null;
      stored = quiet == null ? spots.numbered(stored) : Spots.since(stored, quiet.burst());
    }
    accept(offer.id, stored, offer.due, nowReady, offer.isOverdue());
  }

  /** Behind a task that runs it is that one which goes on holding the key. */
  private void holdUnique(Offer offer) {
    Following.Quiet quiet = offer.quiet;
    if (quiet != null) {
      offer.due = "" + quiet.length();
    }
    String burst = quiet == null ? "" : "" + quiet.burst();
    if (offer.runs.isEmpty()) {
      once.hold(offer.uniqueKey, offer.uniqueMs, offer.id, offer.createdAt, burst);
    } else {
      boolean named = offer.due.startsWith("@");
      long at = named ? Long.parseLong(offer.due.substring(1)) : (long) delayed(offer.due);
      long length = named ? 0 : Long.parseLong(offer.due);
      following.waitBehind(
          offer.runs,
          new Following.Behind(
              offer.id,
              quiet != null && length == 0 ? queue.now : at,
              length,
              burst.isEmpty() ? "-" : burst,
              offer.createdAt,
              offer.uniqueKey));
      offer.due = "@" + (long) Following.Behind.AFTER_ALL;
    }
  }

  /** Empty when it is taken in. */
  private String verdict(Offer offer, long cap, Backlogs backlogs) {
    Once.Held earlier = once.holder(offer.requestKey);
    if (earlier != null) {
      return earlier.fingerprint().equals(offer.fingerprint)
          ? "again " + earlier.id() + " " + earlier.createdAt()
          : "mismatch " + earlier.id();
    }
    if (isTaken(offer.id)) {
      return "duplicate " + offer.id;
    }
    Once.Held other = once.holder(offer.uniqueKey);
    offer.quiet = following.quiet(offer.onConflict, other);
    String open = Spot.in(offer.envelope);
    if ((other == null || offer.mayReplace())
        && !open.isEmpty()
        && !following.makesRoomIn(Spot.group(open), other, offer.onConflict)
        && backlogs.isFull(Spot.group(open))) {
      return "full " + offer.id; // before anything makes room for it
    }
    if (other == null || makesRoom(offer, other, cap)) {
      return "";
    }
    return (offer.onConflict.equals("keep") ? "keep " : "reject ") + other.id();
  }

  private boolean makesRoom(Offer offer, Once.Held other, long cap) {
    if (Following.isNewest(offer.onConflict)) {
      offer.runs = queue.running.containsKey(other.id()) ? other.id() : "";
      return following.givesWay(other, cap);
    }
    return offer.onConflict.equals("replace") && replace(other.id(), cap);
  }

  /** Only what waits and never failed makes room. */
  private boolean replace(String id, long cap) {
    if (!lives.isAlive(id)
        || queue.running.containsKey(id)
        || queue.retrying.has(id)
        || queue.attempts.containsKey(id)) {
      return false;
    }
    lives.cancelWaiting(id, cap);
    return true;
  }

  /** One task of a call with conditions; a key that is empty is none. */
  private static final class Offer {
    final String id;
    final String envelope;
    String due;
    final String createdAt;
    final String expiresIn;
    final String uniqueKey;
    final long uniqueMs;
    final String onConflict;
    final String requestKey;
    final long requestMs;
    final String fingerprint;

    boolean mayReplace() {
      return onConflict.equals("replace") || Following.isNewest(onConflict);
    }

    /** When it may begin as the newest of a burst; null when it is of none. */
    Following.@Nullable Quiet quiet;

    /** The task behind which it waits; empty for none. */
    String runs = "";

    /** Its burst puts it off no more. */
    boolean isOverdue() {
      return quiet != null && quiet.length() == 0;
    }

    Offer(Args args) {
      id = args.next();
      envelope = args.next();
      due = withoutCost(args.next());
      createdAt = args.next();
      expiresIn = args.next();
      uniqueKey = args.next();
      uniqueMs = args.number();
      onConflict = args.next();
      requestKey = args.next();
      requestMs = args.number();
      fingerprint = args.next();
    }
  }
}
