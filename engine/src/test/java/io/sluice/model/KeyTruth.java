package io.sluice.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which task holds which key that is to be held by one only. */
final class KeyTruth {
  private static final long UNTIL_ENDED = 0;

  private final Map<String, Held> held = new HashMap<>();

  /**
   * A key in the hands of a task.
   *
   * @param life of the task that took it: the same id may live again
   * @param until 0 as long as that task has not ended
   */
  record Held(TaskTruth task, int life, long until, String createdAt, String fingerprint) {
    boolean byWindow() {
      return until != UNTIL_ENDED;
    }

    /** Nobody else may have it. */
    boolean surely(long now) {
      return byWindow() ? until > now : task.unfinished() && task.life() == life;
    }

    /** Somebody else may be refused: a task that ended and lives again has it until it is swept. */
    boolean perhaps(long now) {
      return byWindow() ? until > now : task.unfinished();
    }
  }

  @Nullable Held of(String key) {
    return held.get(key);
  }

  /**
   * A dead task lives again: nobody else may hold its key for sure, and one that it holds until it
   * ends is its own again.
   */
  void revive(TaskTruth task, long now) {
    Held other = of(task.uniqueKey());
    if (other != null && !other.task().equals(task) && other.surely(now)) {
      throw task.broken("lives again while " + other + " holds its key");
    }
    task.revive();
    if (task.holdsItsKeyUntilItEnds()) {
      take(task.uniqueKey(), 0, task, now, "");
    }
  }

  void take(String key, int forMs, TaskTruth task, long now, String fingerprint) {
    if (!key.isEmpty()) {
      long until = forMs == 0 ? UNTIL_ENDED : now + forMs;
      held.put(key, new Held(task, task.life(), until, task.createdAt(), fingerprint));
    }
  }
}
