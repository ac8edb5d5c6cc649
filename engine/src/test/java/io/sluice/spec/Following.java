package io.sluice.spec;

import io.sluice.spec.Once.Held;
import io.sluice.spec.fair.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Of a key whose newest task is to run after one that runs: what makes room, waits and follows. */
final class Following {
  private static final String DEBOUNCE = "debounce ";

  private final QueueState queue;
  private final Lives lives;
  private final Once once;
  private final Followed followed;

  /** When the newest of a burst may begin: how far away that is, and when the burst began. */
  record Quiet(long length, long burst) {}

  /**
   * What waits behind a task that runs, as the newest with its unique key.
   *
   * @param due when it may begin at the soonest, in ms
   * @param length how far away that was when it was set, in ms; 0 for an instant that was named
   * @param burst when the burst of calls began that it is the newest of; - for none
   */
  record Behind(String id, long due, long length, String burst, String createdAt, String key) {
    /** Later than any instant that can be named: where it is among what is scheduled. */
    static final double AFTER_ALL = 253_402_300_800_000.0;

    Behind dueAt(long instant) {
      return new Behind(id, instant, 0, burst, createdAt, key);
    }

    String stored(String runs) {
      return String.join(" ", runs, "" + due, "" + length, burst, createdAt, key);
    }
  }

  Following(QueueState queue, Lives lives, Once once, Followed followed) {
    this.queue = queue;
    this.lives = lives;
    this.once = once;
    this.followed = followed;
  }

  static boolean isNewest(String onConflict) {
    return onConflict.equals("keep_last") || onConflict.startsWith(DEBOUNCE);
  }

  /** Whether what holds the key runs, waits, or has made room by being cancelled. */
  boolean givesWay(Held holder, long cap) {
    String waits = waiting(holder);
    if (waits != null) {
      lives.cancelWaiting(waits, cap);
    }
    return waits != null || queue.running.containsKey(holder.id());
  }

  /** Whether the task that makes room for another with its key waits in this group. */
  boolean makesRoomIn(String group, @Nullable Held holder, String onConflict) {
    String gives = holder == null ? "" : holder.id();
    if (isNewest(onConflict) && queue.running.containsKey(gives)) {
      Behind behind = queue.behind.get(gives);
      gives = behind == null ? "" : behind.id();
    }
    String spot = queue.spotOf(gives);
    return !spot.isEmpty() && Spot.group(spot).equals(group);
  }

  /** The task that waits with the key; null when none does. */
  private @Nullable String waiting(Held holder) {
    if (queue.running.containsKey(holder.id())) {
      Behind behind = queue.behind.get(holder.id());
      return behind == null ? null : behind.id();
    }
    boolean waits = Set.of("ready", "scheduled", "retrying").contains(lives.stateOf(holder.id()));
    return waits ? holder.id() : null;
  }

  /** Null when it is no burst. To be asked before what holds the key makes room. */
  @Nullable Quiet quiet(String onConflict, @Nullable Held holder) {
    if (!onConflict.startsWith(DEBOUNCE)) {
      return null;
    }
    String[] words = onConflict.split(" ", -1);
    long quiet = Long.parseLong(words[1]);
    long most = Long.parseLong(words[2]);
    long burst = Math.min(burst(holder), queue.now);
    long left = most == 0 ? quiet : burst + most - queue.now;
    return new Quiet(Math.max(0, Math.min(quiet, left)), burst);
  }

  private long burst(@Nullable Held holder) {
    String began = "";
    if (holder != null && queue.running.containsKey(holder.id())) {
      Behind behind = queue.behind.get(holder.id());
      began = behind == null ? "" : behind.burst();
    } else if (holder != null && !queue.attempts.containsKey(holder.id())) {
      began = holder.fingerprint();
    }
    return began.isEmpty() || began.equals("-") ? queue.now : Long.parseLong(began);
  }

  /** In the place of any that waits there. */
  void waitBehind(String runs, Behind behind) {
    queue.behind.put(runs, behind);
  }

  /** Gives what waits behind another a time; false when it does not. */
  boolean setDue(String id, long instant) {
    for (String runs : queue.behind.keySet()) {
      if (queue.behind.get(runs).id().equals(id)) {
        queue.behind.computeIfPresent(runs, (same, behind) -> behind.dueAt(instant));
        return true;
      }
    }
    return false;
  }

  /** After each call: what waited behind a run that is over follows; what left is behind none. */
  void follow() {
    Set<String> nowReady = new HashSet<>();
    Set<String> leveled = new HashSet<>();
    for (String runs : List.copyOf(queue.behind.keySet())) {
      Behind behind = queue.behind.get(runs);
      Double at = queue.scheduled.at(behind.id());
      if (at == null || at != Behind.AFTER_ALL) {
        queue.behind.remove(runs);
      } else if (!queue.running.containsKey(runs)) {
        queue.behind.remove(runs);
        String spot = queue.spotOf(behind.id());
        if (follows(behind) && !Spot.isNumbered(spot)) {
          (spot.isEmpty() ? nowReady : leveled).add(behind.id());
        } else if (!queue.scheduled.has(behind.id())) {
          queue.makeReady(behind.id(), false);
        }
      }
    }
    followed
        .inOrderOf("ready", nowReady, -nowReady.size(), -1)
        .forEach(id -> queue.makeReady(id, false));
    followed.inOrderOfLevels(leveled, false).forEach(id -> queue.makeReady(id, false));
  }

  /** Whether it is ready, and not only scheduled. */
  private boolean follows(Behind behind) {
    String burst = behind.burst().equals("-") ? "" : behind.burst();
    once.hold(behind.key(), 0, behind.id(), behind.createdAt(), burst);
    long left = behind.due() - queue.now;
    if (left > 0) {
      boolean named = behind.length() == 0;
      queue.scheduled.put(
          behind.id(),
          named ? (double) behind.due() : queue.after(Math.min(left, behind.length())));
      return false;
    }
    queue.scheduled.remove(behind.id());
    return true;
  }
}
