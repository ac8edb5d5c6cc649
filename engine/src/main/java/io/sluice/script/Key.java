package io.sluice.script;

import static io.sluice.script.KeyType.CHANNEL;
import static io.sluice.script.KeyType.HASH;
import static io.sluice.script.KeyType.LIST;
import static io.sluice.script.KeyType.STRING;
import static io.sluice.script.KeyType.ZSET;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one queue, all of them: whatever the number of tasks, a queue is this fixed set, so
 * that every script can declare every key it touches. {@link Slot} puts the prefix in front.
 */
public enum Key {
  /** HASH id → envelope: the task as enqueued. */
  TASKS(HASH),
  /**
   * LIST of ids that may run now: in at the right, taken from the left. That way round, since a
   * push at the left moves up to 8 KB of its list node and costs 1 µs more a task. Also a channel
   * that tells that the list was empty and is not any more.
   */
  READY(LIST),
  /**
   * ZSET of what may run as well, set aside by type by the claims of certain types: members {@code
   * type order id id...} of score 0, and one at the end whose score is how many ids they are.
   */
  ASIDE(ZSET),
  /**
   * ZSET id → time: since when those are ready that did not become so by their enqueue. A bounded
   * number, swept as they are taken.
   */
  SINCE(ZSET),
  /** LIST of ids that a blocked BLMOVE moved and nobody claimed yet. */
  LANDING(LIST),
  /** HASH id → token: who runs it. */
  RUNNING(HASH),
  /** ZSET session → expiry: live workers. */
  SESSIONS(ZSET),
  /** HASH id → record: only for tasks that failed or crashed. */
  ATTEMPTS(HASH),
  /** ZSET id → run time: delayed tasks. */
  SCHEDULED(ZSET),
  /**
   * ZSET id → run time: tasks that failed or crashed and wait for their next attempt. Also a
   * channel that tells in how many ms the first of these, or of the delayed ones, is due from now
   * on.
   */
  RETRYING(ZSET),
  /** ZSET id → time: dead letters. */
  DEAD(ZSET),
  /** ZSET id → time: tasks that are not to begin after it, until they have begun. */
  EXPIRIES(ZSET),
  /** LIST of ids, oldest first, inside their retention. */
  SUCCEEDED(LIST),
  /** LIST of ids, oldest first, inside their retention. */
  CANCELLED(LIST),
  /** LIST of ids, oldest first, inside their retention. */
  EXPIRED(LIST),
  /** ZSET id → when to drop it: succeeded tasks with a retention of their own. */
  RETAINED(ZSET),
  /** HASH id → record of a finished task: when, how, what came of it. */
  RESULTS(HASH),
  /** HASH id → record: how far a task is, and the lines that its handler logged. */
  NOTES(HASH),
  /** ZSET id → until when: tasks whose ends somebody waits for. */
  AWAITED(ZSET),
  /**
   * HASH id → what find answers of it: how an awaited task ended of which nothing else is kept, as
   * long as it is in AWAITED.
   */
  ENDS(HASH),
  /** HASH key → who holds it and until when: unique keys and keys of requests. */
  ONCE(HASH),
  /** HASH: the ledger. */
  COUNTERS(HASH),
  /** HASH: the ledger as it was at two instants. */
  RATES(HASH),
  /** HASH id → record: acts on many tasks. */
  BULK(HASH),
  /** HASH: paused, limits, retention. */
  SETTINGS(HASH),
  /** HASH session → what it tells of itself, for people. */
  WORKERS(HASH),
  /** ZSET fenced session → the pass after which it is done. */
  WALK(ZSET),
  /** HASH: pass, cursor and server run of the walk. */
  REAPER(HASH),
  /** HASH id → first seen in landing. */
  LANDED(HASH),
  /** HASH id → token: cancel asked of a running task. Also a channel on which its id is told. */
  CANCELS(HASH),
  /**
   * HASH id → 1 cancelled, 0 expired or deleted: while in a list, to be dropped when it comes up.
   */
  GHOSTS(HASH),
  /** HASH schedule → line: how a recurring task recurs. */
  SCHEDULES(HASH),
  /** HASH schedule → envelope of what it enqueues, created at 0. */
  TEMPLATES(HASH),
  /** ZSET schedule → next instant at which it fires; below zero while it is paused. */
  FIRES(ZSET),
  /** HASH schedule → record: its last fire, how often it fired and how often not. */
  FIRED(HASH),
  /** HASH schedule → instant: a fire that is kept until the task of the one before has ended. */
  BUFFERED(HASH),
  /** ZSET of names of queues, of a whole namespace. */
  QUEUES(ZSET),
  /**
   * ZSET of schedules and their queues, of a whole namespace: of no queue, and in no slot of one.
   */
  INDEX(ZSET, "schedules"),
  /** Channel of a whole namespace that tells in which queue a schedule has changed. */
  CHANGES(CHANNEL, "schedules"),
  /** Channel of lifecycle events; nothing is published when nobody listens. */
  EVENTS(CHANNEL),
  /** STRING, 1 h: the receipt of the last call of a lane; its name goes on with client and lane. */
  RECEIPT(STRING, "call");

  private static final Map<String, Key> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Key::word, Function.identity()));

  private final KeyType type;
  private final String word;
  private final String suffix;

  Key(KeyType type) {
    this.type = type;
    word = name().toLowerCase(Locale.ROOT);
    suffix = word;
  }

  Key(KeyType type, String suffix) {
    this.type = type;
    word = name().toLowerCase(Locale.ROOT);
    this.suffix = suffix;
  }

  /** The key that scripts know by this word, or null when there is none. */
  static @Nullable Key find(String word) {
    return BY_WORD.get(word);
  }

  /** The key that scripts know by this word. */
  static Key named(String word) {
    Key key = BY_WORD.get(word);
    if (key == null) {
      throw new IllegalArgumentException("there is no key " + word);
    }
    return key;
  }

  /** The type of what lies there. */
  KeyType type() {
    return type;
  }

  /** The name under which scripts know it. */
  String word() {
    return word;
  }

  /** What its name in Redis ends with. */
  String suffix() {
    return suffix;
  }

  /** Whether the key is one of a whole namespace, not of a queue. */
  boolean isOfNamespace() {
    return this == QUEUES || this == INDEX || this == CHANGES;
  }
}
