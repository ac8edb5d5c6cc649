package io.sluice.redis;

import java.util.Locale;

/**
 * The keys of one queue, all of them: whatever the number of tasks, a queue is this fixed set, so
 * that every script can declare every key it touches. {@link Keys} puts the prefix in front.
 */
enum Key {
  /** HASH id → envelope: the task as enqueued. */
  TASKS,
  /**
   * LIST of ids that may run now: in at the right, taken from the left. That way round, since a
   * push at the left moves up to 8 KB of its list node and costs 1 µs more a task. Also a channel
   * that tells that the list was empty and is not any more.
   */
  READY,
  /**
   * ZSET of what may run as well, set aside by type by the claims of certain types: members {@code
   * type order id id...} of score 0, and one at the end whose score is how many ids they are.
   */
  ASIDE,
  /**
   * ZSET id → time: since when those are ready that did not become so by their enqueue. A bounded
   * number, swept as they are taken.
   */
  SINCE,
  /** LIST of ids that a blocked BLMOVE moved and nobody claimed yet. */
  LANDING,
  /** HASH id → token: who runs it. */
  RUNNING,
  /** ZSET session → expiry: live workers. */
  SESSIONS,
  /** HASH id → record: only for tasks that failed or crashed. */
  ATTEMPTS,
  /** ZSET id → run time: delayed tasks. */
  SCHEDULED,
  /**
   * ZSET id → run time: tasks that failed or crashed and wait for their next attempt. Also a
   * channel that tells in how many ms the first of these, or of the delayed ones, is due from now
   * on.
   */
  RETRYING,
  /** ZSET id → time: dead letters. */
  DEAD,
  /** ZSET id → time: tasks that are not to begin after it, until they have begun. */
  EXPIRIES,
  /** LIST of ids, oldest first, inside their retention. */
  SUCCEEDED,
  /** LIST of ids, oldest first, inside their retention. */
  CANCELLED,
  /** LIST of ids, oldest first, inside their retention. */
  EXPIRED,
  /** ZSET id → when to drop it: succeeded tasks with a retention of their own. */
  RETAINED,
  /** HASH id → record of a finished task: when, how, what came of it. */
  RESULTS,
  /** HASH id → record: how far a task is, and the lines that its handler logged. */
  NOTES,
  /** ZSET id → until when: tasks whose ends somebody waits for. */
  AWAITED,
  /**
   * HASH id → what find answers of it: how an awaited task ended of which nothing else is kept, as
   * long as it is in AWAITED.
   */
  ENDS,
  /** HASH key → who holds it and until when: unique keys and keys of requests. */
  ONCE,
  /** HASH: the ledger. */
  COUNTERS,
  /** HASH: the ledger as it was at two instants. */
  RATES,
  /** HASH id → record: acts on many tasks. */
  BULK,
  /** HASH: paused, limits, retention. */
  SETTINGS,
  /** HASH session → what it tells of itself, for people. */
  WORKERS,
  /** ZSET fenced session → the pass after which it is done. */
  WALK,
  /** HASH: pass, cursor and server run of the walk. */
  REAPER,
  /** HASH id → first seen in landing. */
  LANDED,
  /** HASH id → token: cancel asked of a running task. Also a channel on which its id is told. */
  CANCELS,
  /**
   * HASH id → 1 cancelled, 0 expired or deleted: while in a list, to be dropped when it comes up.
   */
  GHOSTS,
  /** HASH schedule → line: how a recurring task recurs. */
  SCHEDULES,
  /** HASH schedule → envelope of what it enqueues, created at 0. */
  TEMPLATES,
  /** ZSET schedule → next instant at which it fires; below zero while it is paused. */
  FIRES,
  /** HASH schedule → record: its last fire, how often it fired and how often not. */
  FIRED,
  /** HASH schedule → instant: a fire that is kept until the task of the one before has ended. */
  BUFFERED,
  /**
   * ZSET of schedules and their queues, of a whole namespace: of no queue, and in no slot of one.
   */
  INDEX,
  /** Channel of lifecycle events; nothing is published when nobody listens. */
  EVENTS,
  /** STRING, 1 h: the receipt of the last call of a lane; its name goes on with client and lane. */
  CALL;

  String suffix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
