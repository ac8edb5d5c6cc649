package io.sluice.spec;

import org.jspecify.annotations.Nullable;

/** Keys that are held by one task at a time: for a time, or until it has ended. */
final class Once {
  private static final int SAMPLED_KEYS = 64;

  private final QueueState queue;
  private final Lives lives;

  /**
   * Which task holds a key that is to be held once.
   *
   * @param until 0 for as long as the task has not ended
   * @param length for how long, in ms; 0 for until it has ended
   */
  record Held(long until, String id, String createdAt, long length, String fingerprint) {
    boolean untilEnded() {
      return until == 0;
    }

    String stored() {
      String since = length == 0 ? createdAt : createdAt + "+" + length;
      return until + " " + id + " " + since + " " + fingerprint;
    }
  }

  Once(QueueState queue, Lives lives) {
    this.queue = queue;
    this.lives = lives;
  }

  /** Null when nobody is refused by it. */
  @Nullable Held holder(@Nullable String key) {
    Held held = queue.once.get(key);
    return held == null || isOpen(held) ? null : held;
  }

  void hold(String key, long forMs, String id, String createdAt, String fingerprint) {
    long until = forMs == 0 ? 0 : queue.now + forMs;
    queue.once.put(key, new Held(until, id, createdAt, forMs, fingerprint));
  }

  /** Who else has the unique key of this task; empty when it is free. */
  String inTheWayOf(String id) {
    Held other = holder(Head.of(queue.tasks.get(id)).key());
    return other == null || other.id().equals(id) ? "" : other.id();
  }

  /** A new life for a dead task: its failures count no more, and it holds its key again. */
  void revive(String id) {
    Head head = Head.of(queue.tasks.get(id));
    if (head.holdsUntilEnded()) {
      hold(head.key(), 0, id, head.created(), "");
    }
    queue.dead.remove(id);
    queue.attempts.computeIfPresent(id, (same, failed) -> failed.revived());
    queue.count("redriven", 1);
  }

  /** Forgets the keys that nobody holds any more, and counts them. */
  int sweep() {
    int before = queue.once.size();
    if (before > SAMPLED_KEYS) {
      throw new IllegalStateException("a sweep looks at a sample of so many keys: " + before);
    }
    queue.once.values().removeIf(this::isOpen);
    return before - queue.once.size();
  }

  private boolean isOpen(Held held) {
    return held.untilEnded() ? !lives.isAlive(held.id()) : held.until() <= queue.now;
  }
}
