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
 * that every script can declare every key it touches. Each has the type of what lies there, by
 * which scripts guard themselves. {@link Slot} puts the prefix in front.
 */
public enum Key {
  /** Id → envelope: the task as enqueued. */
  TASKS(HASH),
  /**
   * Ids that may run now: in at the right, taken from the left. That way round, since a push at the
   * left moves up to 8 KB of its list node and costs 1 µs more a task. Also a channel that tells
   * that the list was empty and is not any more.
   */
  READY(LIST),
  /**
   * What may run as well, set aside by type by the claims of certain types: members {@code type
   * order id id...} of score 0, and one at the end whose score is how many ids they are.
   */
  ASIDE(ZSET),
  /**
   * Id → time: since when those are ready that did not become so by their enqueue. A bounded
   * number, swept as they are taken.
   */
  SINCE(ZSET),
  /**
   * Spot and id: tasks that may run now and have a group or a priority; see {@code lib/spot.lua}.
   * All scores are 0, so that they lie by group and in it by the order in which they are to run.
   */
  LANE(ZSET),
  /**
   * Parts of ids, by urgency and call: tasks that may run now, have no group and another priority
   * than most, as enqueue brought them; see {@code lib/levels.lua}. At the end their number, as a
   * score.
   */
  LEVELS(ZSET),
  /** Id → spot: of tasks that have one and are put off or dead. */
  PLACE(HASH),
  /** Group → how many of its tasks are put off. */
  LATER(HASH),
  /** Group → start tag: groups with tasks in the lane that may run now. */
  TURNS(ZSET),
  /** Group → finish tag: groups without a turn, while that is above the virtual time. */
  TAGS(ZSET),
  /** Group → until when, or inf: groups that may not run now. */
  BARRED(ZSET),
  /** Group → how many of its tasks run. */
  INFLIGHT(HASH),
  /** Group → when its bucket of tokens is full again, in ms. */
  PACES(ZSET),
  /** Group → its rule; of the name '' the one for all others. */
  GROUPS(HASH),
  /** The virtual time, the number of the last call that brought laned tasks, the queue's bucket. */
  ORDER(HASH),
  /** Id → how many tokens of a rate its start takes: of tasks that take more than one. */
  COSTS(HASH),
  /** Ids that a blocked BLMOVE moved and nobody claimed yet. */
  LANDING(LIST),
  /** Id → token: who runs it. */
  RUNNING(HASH),
  /** Session → expiry: live workers. */
  SESSIONS(ZSET),
  /** Id → record: only for tasks that failed or crashed. */
  ATTEMPTS(HASH),
  /** Id → run time: delayed tasks. */
  SCHEDULED(ZSET),
  /**
   * Id → run time: tasks that failed or crashed and wait for their next attempt. Also a channel
   * that tells in how many ms the first of these, or of the delayed ones, is due from now on.
   */
  RETRYING(ZSET),
  /** Id → time: dead letters. */
  DEAD(ZSET),
  /** Id → time: tasks that are not to begin after it, until they have begun. */
  EXPIRIES(ZSET),
  /** Ids, oldest first, inside their retention. */
  SUCCEEDED(LIST),
  /** Ids, oldest first, inside their retention. */
  CANCELLED(LIST),
  /** Ids, oldest first, inside their retention. */
  EXPIRED(LIST),
  /** Id → when to drop it: succeeded tasks with a retention of their own. */
  RETAINED(ZSET),
  /** Id → record of a finished task: when, how, what came of it. */
  RESULTS(HASH),
  /** Id → record: how far a task is, and the lines that its handler logged. */
  NOTES(HASH),
  /** Id → head of the stream of a task: the run that emitted it, and how much. */
  STREAMS(HASH),
  /** {@code chunk id} → items of a stream. Also a channel that tells which tasks emitted. */
  EMITTED(HASH),
  /** Id → until when: tasks whose ends somebody waits for. */
  AWAITED(ZSET),
  /**
   * Id → what find answers of it: how an awaited task ended of which nothing else is kept, as long
   * as it is in AWAITED.
   */
  ENDS(HASH),
  /** Key → who holds it and until when: unique keys and keys of requests. */
  ONCE(HASH),
  /**
   * What waits in SCHEDULED behind a task that runs, as the newest with its unique key: {@code <}
   * and the id that runs → the id that waits, {@code >} and the id that waits → record.
   */
  BEHIND(HASH),
  /** {@code target number} → letter: letters to other queues; see {@code lib/letters.lua}. */
  OUTBOX(HASH),
  /** Target → line: what this queue writes to each other queue; see {@code lib/lines.lua}. */
  LINES(HASH),
  /** Target → when a deliverer is to look at its line. */
  MAIL(ZSET),
  /** Source → where this queue stands in the line of each queue that writes to it. */
  INBOX(HASH),
  /** Id → number of the part of its batch: tasks of batches that have not ended for good. */
  MEMBERSHIP(HASH, "members"),
  /** Number → part, batch and home → number: what this queue holds of each batch. */
  TALLY(HASH, "parts"),
  /** Number, or @ and a batch → when the counts of the part, or the batch, are to be looked at. */
  JUDGING(ZSET),
  /**
   * {@code number chunk} → ends of members, of batches that gather; see {@code lib/gathered.lua}.
   */
  GATHERED(HASH),
  /** Batch → record: the batches whose home this queue is; see {@code lib/homes.lua}. */
  BATCHES(HASH),
  /** The ledger. */
  COUNTERS(HASH),
  /** The ledger as it was at two instants. */
  RATES(HASH),
  /** Place of a ring → what was counted in a step; see {@code lib/rings.lua}. Ends after a day. */
  HISTORY(HASH),
  /** The same of a whole namespace. */
  CHRONICLE(HASH, "history"),
  /** Id → record: acts on many tasks. */
  BULK(HASH),
  /** Paused, limits, retention. */
  SETTINGS(HASH),
  /**
   * {@code session number} → when it asked last: sessions whose claim of this number found nothing,
   * and which may be given a task that comes alone.
   */
  STANDING(ZSET),
  /**
   * Session → number, time and id: what it was given while it stood, until it calls again. Also,
   * with a colon and the session behind it, a channel that tells of that.
   */
  GIFTS(HASH),
  /** Session → what it tells of itself, for people; with ? behind it, what was asked of it. */
  WORKERS(HASH),
  /** Fenced session → the pass after which it is done. */
  WALK(ZSET),
  /** Pass, cursor and server run of the walk. */
  REAPER(HASH),
  /** Id → first seen in landing. */
  LANDED(HASH),
  /** Id → token: cancel asked of a running task. Also a channel on which its id is told. */
  CANCELS(HASH),
  /** Id → 1 cancelled, 0 expired or deleted: while in a list, to be dropped when it comes up. */
  GHOSTS(HASH),
  /** Schedule → line: how a recurring task recurs. */
  SCHEDULES(HASH),
  /** Schedule → envelope of what it enqueues, created at 0. */
  TEMPLATES(HASH),
  /** Schedule → next instant at which it fires; below zero while it is paused. */
  FIRES(ZSET),
  /** Schedule → record: its last fire, how often it fired and how often not. */
  FIRED(HASH),
  /** Schedule → instant: a fire that is kept until the task of the one before has ended. */
  BUFFERED(HASH),
  /** Names of queues, of a whole namespace. */
  QUEUES(ZSET),
  /** Queue → map of its partitions, of a whole namespace; '' → how often any was changed. */
  PARTITIONS(HASH),
  /** Schedules and their queues, of a whole namespace: of no queue, and in no slot of one. */
  INDEX(ZSET, "schedules"),
  /** In which format the data of a whole namespace is. */
  FORMAT(HASH),
  /** A channel of a whole namespace that tells in which queue a schedule has changed. */
  CHANGES(CHANNEL, "schedules"),
  /** Lifecycle events; nothing is published when nobody listens. */
  EVENTS(CHANNEL),
  /** The receipt of the last claim of the session that calls. */
  CLAIMED(STRING, "call"),
  /** For 1 h: the receipt of the last call of a lane; its name goes on with client and lane. */
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
    return switch (this) {
      case QUEUES, PARTITIONS, INDEX, FORMAT, CHANGES, CHRONICLE -> true;
      default -> false;
    };
  }
}
