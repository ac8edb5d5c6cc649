package io.sluice.model;

import io.sluice.spec.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often each thing went wrong in a run. */
final class Faults {
  static final String KILLED = "worker killed";
  static final String PAUSED = "worker paused";
  static final String CUT_OFF = "worker cut off";
  static final String SESSION_GONE = "session found gone";
  static final String ZOMBIE_MOVED = "zombie BLMOVE moved an id";
  static final String FORGOT = "worker forgot a task";
  static final String RELEASED_FORGOTTEN = "forgotten task released";
  static final String SECOND_REAPER = "second reaper at once";
  static final String REAPER_DIED = "reaper died in a walk";
  static final String SCRIPTS_FLUSHED = "scripts flushed";
  static final String MEMORY_FULL = "memory full";
  static final String QUEUE_PAUSED = "queue paused";
  static final String BACKLOG_FULL = "backlog full";
  static final String CRASH_LIMIT = "crash limit reached";
  static final String SUSPECT_HELD = "suspect held";
  static final String EXPIRED = "expired in time";
  static final String EXPIRED_AT_CLAIM = "expired by a claim";
  static final String REPLACED = "replaced by another of its key";
  static final String FOLLOWED = "followed a run of its key";
  static final String NOT_UNIQUE = "refused, not unique";
  static final String REQUEST_AGAIN = "request answered before";
  static final String LIMITED = "claim met the limit";
  static final String DELETED = "deleted";
  static final String REVIVED = "dead letter revived";
  static final String KEY_IS_HELD = "not revived, its key is held";
  static final String REDRIVEN = "dead letter redriven";
  static final String PURGED = "purged";
  static final String BYTES_FULL = "claim met the bound of bytes";
  static final String SHRUNK = "claim made smaller";
  static final String GROUPS_RULED = "groups weighed and limited";
  static final String NOT_SENT = "not sent: ";
  static final String REPLY_LOST = "reply lost: ";
  static final String LATE = "executed late: ";
  static final String REFUSED = "refused, no memory: ";
  static final String REPLAYED = "replayed: ";
  static final String TOO_LATE = "too late, refused: ";

  private static final List<String> CALLS =
      List.of(
          "enqueue",
          "open",
          "extend",
          "close",
          "claim",
          "shrink",
          "settle",
          "promote",
          "reap",
          "sweep",
          "shed",
          "cancel",
          "expire",
          "note",
          "configure",
          "enqueue_once",
          "act",
          "bulk",
          Call.BLMOVE);

  /** What is no fault: things that a run is to have met. */
  private static final List<String> EVENTS =
      List.of(
          EXPIRED,
          EXPIRED_AT_CLAIM,
          REPLACED,
          FOLLOWED,
          NOT_UNIQUE,
          REQUEST_AGAIN,
          LIMITED,
          BYTES_FULL,
          SHRUNK,
          GROUPS_RULED,
          DELETED,
          REVIVED,
          REDRIVEN,
          PURGED);

  private static final List<String> OUTCOMES =
      List.of(
          SESSION_GONE,
          ZOMBIE_MOVED,
          RELEASED_FORGOTTEN,
          BACKLOG_FULL,
          CRASH_LIMIT,
          SUSPECT_HELD,
          REFUSED,
          REPLAYED,
          TOO_LATE);

  private final Map<String, Long> counts = new TreeMap<>();

  void fired(String fault) {
    fired(fault, 1);
  }

  void fired(String fault, long times) {
    if (times == 0) {
      return;
    }
    counts.merge(fault, times, Long::sum);
  }

  void add(Faults others) {
    others.counts.forEach(this::fired);
  }

  /** What was done to the run, without what came of it. */
  long injected() {
    return counts.entrySet().stream()
        .filter(count -> OUTCOMES.stream().noneMatch(count.getKey()::startsWith))
        .filter(count -> !EVENTS.contains(count.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Those that a run was to have and had not. */
  Set<String> missing() {
    Set<String> missing = listed();
    missing.removeAll(counts.keySet());
    return missing;
  }

  private static Set<String> listed() {
    Set<String> listed =
        new TreeSet<>(
            List.of(
                KILLED,
                PAUSED,
                CUT_OFF,
                SESSION_GONE,
                ZOMBIE_MOVED,
                FORGOT,
                RELEASED_FORGOTTEN,
                SECOND_REAPER,
                REAPER_DIED,
                SCRIPTS_FLUSHED,
                MEMORY_FULL,
                QUEUE_PAUSED,
                BACKLOG_FULL,
                CRASH_LIMIT,
                SUSPECT_HELD));
    for (String call : CALLS) {
      listed.addAll(List.of(NOT_SENT + call, REPLY_LOST + call, LATE + call));
    }
    listed.addAll(EVENTS);
    listed.addAll(List.of(REFUSED + "enqueue", REFUSED + "enqueue_once", REFUSED + Call.BLMOVE));
    for (String call : List.of("enqueue", "enqueue_once", "claim", "settle")) {
      listed.addAll(List.of(REPLAYED + call, TOO_LATE + call));
    }
    return listed;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
