package io.sluice.task;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where a task stands. In Redis a task's state is the structure that holds its id; this enum names
 * the structures and the moves between them.
 *
 * <pre>
 *   (enqueue) ─┬─▶ scheduled ──promote──▶ ready ──claim──▶ running ──succeed──▶ succeeded
 *              └────────────────────────▶ ready               │
 *   retrying ──promote──▶ ready                               ├─retry, 2nd+ crash─▶ retrying
 *   scheduled, ready, retrying ──cancel──▶ cancelled          ├─release, 1st crash─▶ ready
 *   dead ──redrive──▶ ready                                   ├─snooze─▶ scheduled
 *                                                             ├─bury, crash limit─▶ dead
 *                                                             └─cancel, expire─▶ cancelled, expired
 * </pre>
 */
public enum TaskState {
  /** Waits for its time: it was delayed, or its handler put it off. */
  SCHEDULED,
  /** May run now. */
  READY,
  /** A worker has it. */
  RUNNING,
  /** Failed or crashed, waits for its next attempt. */
  RETRYING,
  SUCCEEDED,
  /** Will not run again by itself: attempts used up, buried, or crashed too often. */
  DEAD,
  CANCELLED,
  EXPIRED;

  /** The states a task in this one may go to next. */
  public Set<TaskState> next() {
    return switch (this) {
      case SCHEDULED, RETRYING -> EnumSet.of(READY, CANCELLED);
      case READY -> EnumSet.of(RUNNING, CANCELLED);
      case RUNNING -> EnumSet.of(READY, SCHEDULED, RETRYING, SUCCEEDED, DEAD, CANCELLED, EXPIRED);
      case DEAD -> EnumSet.of(READY);
      case SUCCEEDED, CANCELLED, EXPIRED -> EnumSet.noneOf(TaskState.class);
    };
  }

  /** No more attempts unless somebody acts. */
  public boolean terminal() {
    return switch (this) {
      case SUCCEEDED, DEAD, CANCELLED, EXPIRED -> true;
      case SCHEDULED, READY, RUNNING, RETRYING -> false;
    };
  }

  /** The name on the wire, in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
