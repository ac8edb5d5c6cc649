package io.sluice.spec;

import java.util.ArrayList;
import java.util.List;

/** Takes tasks in: {@code enqueue}, and with conditions {@code enqueue_once}. */
final class Enqueuing {
  private final QueueState queue;
  private final Receipts receipts;
  private final Once once;
  private final Lives lives;

  Enqueuing(QueueState queue, Receipts receipts, Once once, Lives lives) {
    this.queue = queue;
    this.receipts = receipts;
    this.once = once;
    this.lives = lives;
  }

  List<Object> enqueue(String lane, Args args) {
    return receipts.once(
        lane, args.number(), () -> full(args.number()) ? fullAnswer() : take(args));
  }

  List<Object> enqueueOnce(String lane, Args args) {
    return receipts.once(
        lane, args.number(), () -> full(args.number()) ? fullAnswer() : takeOnce(args));
  }

  private static List<Object> fullAnswer() {
    return List.of("full");
  }

  private boolean full(long maxBacklog) {
    long most = queue.setting("max_backlog", maxBacklog);
    return most > 0 && queue.lined() + queue.scheduled.size() + queue.retrying.size() >= most;
  }

  private List<Object> take(Args args) {
    List<String> nowReady = new ArrayList<>();
    List<Object> duplicates = new ArrayList<>();
    long fresh = args.number();
    long index = 0;
    while (args.more()) {
      index++;
      String id = args.next();
      String envelope = args.next();
      String due = index <= fresh ? "0" : args.next();
      if (index > fresh && isTaken(id)) {
        duplicates.add(index);
      } else {
        accept(id, envelope, due, nowReady);
      }
    }
    return answer(index - duplicates.size(), nowReady, duplicates);
  }

  private List<Object> takeOnce(Args args) {
    long cap = queue.setting("retention_count", args.number());
    List<String> nowReady = new ArrayList<>();
    List<Object> refused = new ArrayList<>();
    long index = 0;
    while (args.more()) {
      index++;
      Offer offer = new Offer(args);
      String verdict = verdict(offer, cap);
      if (verdict.isEmpty()) {
        accept(offer, nowReady);
      } else {
        refused.add(index);
        refused.add(verdict);
      }
    }
    return answer(index - refused.size() / 2, nowReady, refused);
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

  private void accept(String id, String envelope, String due, List<String> nowReady) {
    queue.tasks.put(id, envelope);
    double at = due.startsWith("@") ? Double.parseDouble(due.substring(1)) : delayed(due);
    if (at > queue.now) {
      queue.scheduled.put(id, at);
    } else {
      nowReady.add(id);
    }
  }

  private double delayed(String due) {
    return due.equals("0") ? 0 : queue.after(Long.parseLong(due));
  }

  private void accept(Offer offer, List<String> nowReady) {
    if (!offer.uniqueKey.isEmpty()) {
      once.hold(offer.uniqueKey, offer.uniqueMs, offer.id, offer.createdAt, "");
    }
    if (!offer.requestKey.isEmpty()) {
      once.hold(offer.requestKey, offer.requestMs, offer.id, offer.createdAt, offer.fingerprint);
    }
    if (!offer.expiresIn.isEmpty()) {
      queue.expiries.put(offer.id, queue.after(Long.parseLong(offer.expiresIn)));
    }
    accept(offer.id, offer.envelope, offer.due, nowReady);
  }

  /** Empty when it is taken in. */
  private String verdict(Offer offer, long cap) {
    Held earlier = once.holder(offer.requestKey);
    if (earlier != null) {
      return earlier.fingerprint().equals(offer.fingerprint)
          ? "again " + earlier.id() + " " + earlier.createdAt()
          : "mismatch " + earlier.id();
    }
    if (isTaken(offer.id)) {
      return "duplicate " + offer.id;
    }
    Held other = once.holder(offer.uniqueKey);
    if (other == null || (offer.onConflict.equals("replace") && replace(other.id(), cap))) {
      return "";
    }
    return (offer.onConflict.equals("keep") ? "keep " : "reject ") + other.id();
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
    final String due;
    final String createdAt;
    final String expiresIn;
    final String uniqueKey;
    final long uniqueMs;
    final String onConflict;
    final String requestKey;
    final long requestMs;
    final String fingerprint;

    Offer(Args args) {
      id = args.next();
      envelope = args.next();
      due = args.next();
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
