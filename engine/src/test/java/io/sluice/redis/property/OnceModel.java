package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code enqueue_once} should do, said again in plain Java. */
final class OnceModel {
  /** When each of these tasks was made. */
  static final String CREATED_AT = "7";

  private final QueueModel model;
  private final QueueState queue;

  /** By their envelopes, each of which there is once. */
  private final Map<String, Item> taken = new HashMap<>();

  /**
   * One task of a call; a late one waits for its time.
   *
   * @param uniqueKey empty for none, as the key of its request
   * @param window whether the unique key is held for a time, not until the task has ended
   */
  record Item(
      String id,
      String envelope,
      boolean late,
      boolean expires,
      String uniqueKey,
      boolean window,
      String onConflict,
      String requestKey,
      String fingerprint) {}

  /**
   * As {@code Envelope} writes it: made at 7, of a type, with a unique key or not, and a payload.
   */
  static String envelope(String uniqueKey, boolean window, int payload) {
    String held = (window ? "\5" : "\0") + uniqueKey;
    String part = uniqueKey.isEmpty() ? "" : "\7" + (char) held.length() + held;
    return "\1\7\4type" + part + "\0" + payload;
  }

  OnceModel(QueueModel model) {
    this.model = model;
    this.queue = model.queue;
  }

  List<Object> enqueue(String lane, long seq, int maxBacklog, int cap, List<Item> items) {
    return model.once(lane, seq, () -> model.full(maxBacklog) ? List.of("full") : take(items, cap));
  }

  private List<Object> take(List<Item> items, int cap) {
    List<Object> refused = new ArrayList<>();
    List<String> nowReady = new ArrayList<>();
    long accepted = 0;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      String verdict = verdict(item, cap);
      if (verdict == null) {
        accepted++;
        accept(item, nowReady);
      } else {
        refused.add(i + 1L);
        refused.add(verdict);
      }
    }
    queue.ready.addAll(nowReady);
    queue.count("accepted", accepted);
    List<Object> answer = new ArrayList<>(List.of("ok", accepted));
    answer.addAll(refused);
    return answer;
  }

  private void accept(Item item, List<String> nowReady) {
    queue.tasks.put(item.id, item.envelope);
    taken.put(item.envelope, item);
    hold(item.uniqueKey, new Held(item.id, !item.window, false, ""));
    hold(item.requestKey, new Held(item.id, false, false, item.fingerprint));
    if (item.expires) {
      queue.expiries.put(item.id, false);
    }
    if (item.late) {
      queue.scheduled.put(item.id, false);
    } else {
      nowReady.add(item.id);
    }
  }

  private @Nullable String verdict(Item item, int cap) {
    Held earlier = holder(item.requestKey);
    if (earlier != null) {
      return earlier.fingerprint().equals(item.fingerprint)
          ? "again " + earlier.id() + " " + CREATED_AT
          : "mismatch " + earlier.id();
    }
    if (queue.ghosts.containsKey(item.id) || queue.tasks.containsKey(item.id)) {
      return "duplicate " + item.id;
    }
    Held other = holder(item.uniqueKey);
    if (other == null || (item.onConflict.equals("replace") && replace(other.id(), cap))) {
      return null;
    }
    return (item.onConflict.equals("keep") ? "keep " : "reject ") + other.id();
  }

  /** Who has the unique key of this task, if that is another; empty when it is free. */
  String inTheWayOf(String id) {
    Item item = taken.get(queue.tasks.get(id));
    Held other = item == null ? null : holder(item.uniqueKey);
    return other == null || other.id().equals(id) ? "" : other.id();
  }

  /** It lives again. */
  void holdAgain(String id) {
    Item item = taken.get(queue.tasks.get(id));
    if (item != null && !item.window) {
      hold(item.uniqueKey, new Held(id, true, false, ""));
    }
  }

  private void hold(String key, Held held) {
    if (!key.isEmpty()) {
      queue.once.put(key, held);
    }
  }

  private @Nullable Held holder(String key) {
    Held held = queue.once.get(key);
    return held == null || isOpen(held) ? null : held;
  }

  /** Whether nobody is refused by it any more. */
  boolean isOpen(Held held) {
    return held.untilEnded() ? !isAlive(held.id()) : held.over();
  }

  private boolean isAlive(String id) {
    return queue.tasks.containsKey(id)
        && !queue.results.containsKey(id)
        && !queue.ghosts.containsKey(id)
        && !queue.dead.contains(id);
  }

  /** Only what waits and never failed makes room. */
  private boolean replace(String id, int cap) {
    if (!isAlive(id)
        || queue.running.containsKey(id)
        || queue.retrying.containsKey(id)
        || queue.attempts.containsKey(id)) {
      return false;
    }
    model.cancelWaiting(id, cap);
    return true;
  }
}
