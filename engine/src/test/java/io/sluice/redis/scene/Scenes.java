package io.sluice.redis.property;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.List;
import java.util.stream.Stream;

/** Calls that between them reach every key of every script, with something to lose in each. */
final class Scenes {
  static final Call PRODUCER = new Call("producer", "e0", 0);
  static final Call CLAIMS = new Call("s", "c", 0);
  static final Call SETTLES = new Call("s", "s0", 0);
  private static final int LIFE_MS = 300_000;
  static final int KEPT = 2;
  static final int LARGE = 1_000_000;
  static final long FAR = 9_000_000_000_000L;
  static final String FAILURE = "T\nfailed";

  static List<Scene> all() {
    return Stream.of(
            usual(),
            AwaitedScenes.all(),
            BehindScenes.all(),
            LaneScenes.all(),
            LetterScenes.all(),
            ScheduleScenes.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Scene> usual() {
    return List.of(
        new Scene("fresh", "enqueue", PRODUCER, Scenes::busy, 9, 0, 2, "x1", "e", "x2", "e"),
        new Scene(
            "mixed",
            "enqueue",
            PRODUCER,
            Scenes::busy,
            9,
            1000,
            1,
            "x1",
            "e",
            "x2",
            "e",
            0,
            "x3",
            "e",
            60_000,
            "w1",
            "e",
            0),
        new Scene("first", "open", CLAIMS, Scenes::busy, "other", LIFE_MS),
        new Scene("live", "extend", CLAIMS, Scenes::busy, "s", LIFE_MS, 0, 100),
        new Scene("live", "present", CLAIMS, Scenes::busy, "s", "15000 8 1 host"),
        new Scene("live", "workers", CLAIMS, Scenes::busy, "", 10),
        new Scene("live", "close", CLAIMS, Scenes::busy, "s"),
        new Scene("adopting", "claim", CLAIMS, Scenes::busy, "s", 9, 10, 1 << 20, 0, "w1"),
        new Scene("paused", "claim", CLAIMS, Scenes::paused, "s", 9, 10, 1 << 20, 0, "w1"),
        new Scene("suspects", "claim", CLAIMS, Scenes::suspects, "s", 9, 10, 1 << 20, 0),
        new Scene("again", "claim", CLAIMS, Scenes::busy, "s", 1, 10, 1 << 20, 0),
        new Scene("too large", "claim", CLAIMS, Scenes::busy, "s", 9, 10, 1, 0),
        new Scene("kept", "shrink", CLAIMS, Scenes::given, "s", 1, 1, KEPT),
        new Scene("not kept", "shrink", CLAIMS, Scenes::given, "s", 1, 1, 0),
        succeeding("kept", KEPT),
        succeeding("not kept", 0),
        mixed("kept", KEPT),
        mixed("not kept", 0),
        new Scene("due", "promote", PRODUCER, Scenes::due, 10),
        new Scene(
            "a dead session", "reap", PRODUCER, Scenes::expired, 100, 2, 0, KEPT, 1000, FAILURE),
        new Scene("nothing kept", "reap", PRODUCER, Scenes::expired, 100, 2, 0, 0, 1000, FAILURE),
        new Scene("over the caps", "sweep", PRODUCER, Scenes::finished, 0, 0, 0, 0, 100),
        new Scene("too old", "sweep", PRODUCER, Scenes::finished, 100, 1, 100, 1, 100),
        new Scene("waiting", "cancel", PRODUCER, Scenes::busy, "w2", KEPT),
        new Scene("waiting, not kept", "cancel", PRODUCER, Scenes::busy, "w2", 0),
        new Scene("delayed", "cancel", PRODUCER, Scenes::busy, "later", KEPT),
        new Scene("running", "cancel", PRODUCER, Scenes::busy, "r1", KEPT),
        new Scene(
            "all", "find", PRODUCER, Scenes::busy, LARGE, "r1", "w1", "later", "gone", "cancelled"),
        new Scene("all", "held", PRODUCER, Scenes::busy, "s", 0, 100),
        new Scene("all", "stats", PRODUCER, Scenes::busy),
        new Scene("all", "audit", PRODUCER, Scenes::busy),
        once(),
        new Scene(
            "one makes room for the next",
            "enqueue_once",
            new Call("producer", "o0", 0),
            calls -> {},
            9,
            0,
            KEPT,
            "x1",
            "e",
            60_000,
            1,
            "",
            "uk",
            0,
            "reject",
            "",
            0,
            "",
            "x2",
            "e",
            "0",
            1,
            "",
            "uk",
            0,
            "replace",
            "",
            0,
            ""),
        new Scene("late ones", "claim", CLAIMS, Scenes::tooLate, "s", 9, 10, 1 << 20, 0, "w1"),
        new Scene("late ones", "promote", PRODUCER, Scenes::tooLate, 10),
        new Scene("late ones", "expire", PRODUCER, Scenes::tooLate, 10),
        new Scene(
            "own retention",
            "settle",
            SETTLES,
            Scenes::finished,
            9,
            KEPT,
            0,
            "r1",
            token("s"),
            "S",
            10,
            "result",
            "r2",
            token("s"),
            "S",
            0,
            "result"),
        new Scene(
            "running",
            "note",
            CLAIMS,
            Scenes::busy,
            "r1",
            token("s"),
            "P",
            "0.5 half",
            "r1",
            token("s"),
            "L",
            "line"),
        new Scene("one keeps itself", "sweep", PRODUCER, Scenes::retained, 100, 0, 100, 0, 100),
        new Scene("all", "pull", PRODUCER, Scenes::setBack, 100),
        new Scene("all", "shed", PRODUCER, Scenes::retained, 100, 1_000_000),
        new Scene("the oldest", "shed", PRODUCER, Scenes::retained, 2, 1_000_000),
        new Scene("nothing in it", "delete", PRODUCER, calls -> {}),
        act("run_now", "later"),
        act("retry", "gone"),
        act("reschedule", "later"),
        act("delete", "w2"),
        act("delete", "succeeded0"),
        new Scene(
            "a redrive",
            "bulk",
            PRODUCER,
            Scenes::finished,
            "begin",
            "b",
            "redrive",
            "dead",
            0,
            "",
            ""),
        new Scene(
            "a purge",
            "bulk",
            PRODUCER,
            Scenes::finished,
            "begin",
            "b",
            "purge",
            "ready",
            0,
            "",
            ""),
        new Scene("some", "bulk", PRODUCER, Scenes::finished, "count", "dead", "e", "T", 0, 10),
        new Scene(
            "a redrive", "bulk", PRODUCER, calls -> acting(calls, "redrive", "dead"), "step", 9),
        new Scene("a purge", "bulk", PRODUCER, calls -> acting(calls, "purge", "ready"), "step", 9),
        new Scene(
            "of what ended",
            "bulk",
            PRODUCER,
            calls -> acting(calls, "purge", "succeeded"),
            "step",
            9),
        new Scene("one", "bulk", PRODUCER, calls -> acting(calls, "purge", "ready"), "abort", "b"),
        list("ready"),
        list("scheduled"),
        list("retrying"),
        list("running"),
        list("dead"),
        list("succeeded"),
        list("cancelled"),
        list("expired"),
        list("retained"),
        new Scene("retrying", "errors", PRODUCER, Scenes::retained, "retrying", "", 10),
        new Scene("dead", "errors", PRODUCER, Scenes::retained, "dead", "", 10),
        new Scene("a limit", "configure", PRODUCER, Scenes::busy, "max_backlog", 9, "paused", ""),
        survey("retained"),
        survey("notes"),
        survey("tasks"),
        survey("ready"),
        survey("landing"),
        survey("succeeded"),
        survey("cancelled"),
        survey("expired"),
        survey("attempts"),
        survey("cancels"),
        new Scene(
            "damaged",
            "repair",
            PRODUCER,
            Scenes::damaged,
            0,
            0,
            1,
            "r1",
            "w1",
            "w2",
            "later",
            "gone",
            "succeeded0"));
  }

  private static Scene act(String what, String id) {
    return new Scene(
        what + " " + id, "act", PRODUCER, Scenes::retained, what, id, 9_999_999_999_999L);
  }

  private static Scene list(String state) {
    return new Scene(state, "list", PRODUCER, Scenes::retained, state, "", 10, LARGE);
  }

  /** One that waits is replaced, and one is refused by each thing that may be in the way. */
  private static Scene once() {
    return new Scene(
        "each condition",
        "enqueue_once",
        new Call("producer", "o0", 0),
        Scenes::held,
        9,
        1000,
        KEPT,
        "x1",
        "e",
        "0",
        1,
        60_000,
        "uk",
        0,
        "replace",
        "",
        0,
        "",
        "x2",
        "e",
        60_000,
        1,
        "",
        "",
        0,
        "",
        "irequest",
        1000,
        "print",
        "w1",
        "e",
        "@1",
        1,
        "",
        "",
        0,
        "",
        "",
        0,
        "");
  }

  private static Scene survey(String structure) {
    return new Scene(structure, "survey", PRODUCER, Scenes::damaged, structure, 0, 100);
  }

  private static Scene succeeding(String name, int cap) {
    return new Scene(
        "success, " + name,
        "settle",
        SETTLES,
        Scenes::finished,
        9,
        cap,
        1,
        token("s"),
        2,
        "r1",
        "r2",
        "result",
        "result");
  }

  private static Scene mixed(String name, int cap) {
    String token = token("s");
    return new Scene(
        "all outcomes, " + name,
        "settle",
        SETTLES,
        Scenes::finished,
        9,
        cap,
        1,
        token,
        1,
        "r1",
        "result",
        "r2",
        token,
        "R",
        10,
        FAILURE,
        "r3",
        token,
        "B",
        0,
        FAILURE,
        "r4",
        token,
        "L",
        0,
        "",
        "r5",
        token,
        "C",
        0,
        "",
        "r6",
        token,
        "E",
        0,
        "",
        "r7",
        token,
        "Z",
        10,
        "");
  }

  static String token(String session) {
    return session + ":1:1000";
  }

  /** Something in every structure, as the scripts leave it. */
  static void busy(ScriptCalls calls) {
    calls.run("open", CLAIMS, "s", LIFE_MS);
    calls.run(
        "enqueue", PRODUCER, 1, 0, 7, "r1", "e", "r2", "e", "r3", "e", "r4", "e", "r5", "e", "r6",
        "e", "r7", "e");
    calls.run("claim", CLAIMS, "s", 1, 7, 1 << 20, 0);
    for (int i = 1; i <= 7; i++) {
      calls.commands().hset(name(calls, "running"), bytes("r" + i), bytes(token("s")));
    }
    calls.run("cancel", PRODUCER, "r6", KEPT);
    calls.run("enqueue", PRODUCER, 2, 0, 4, "w1", "e", "w2", "e", "w3", "e", "cancelled", "e");
    calls.commands().lrem(name(calls, "ready"), 1, bytes("w1"));
    calls.commands().rpush(name(calls, "landing"), bytes("w1"));
    calls.run("cancel", PRODUCER, "cancelled", KEPT);
    calls.run("enqueue", PRODUCER, 3, 0, 0, "later", "e", 60_000);
    calls.commands().hset(name(calls, "attempts"), bytes("w2"), bytes("1 0 5 T\nfailed"));
  }

  /** What runs was given by the last claim. */
  static void given(ScriptCalls calls) {
    busy(calls);
    String receipt = new String(name(calls, "ready"), UTF_8).replace(":ready", ":call:s/c");
    calls.commands().set(bytes(receipt), bytes("1 1000: r1 r2 r3 r4 r5 r6 r7"));
  }

  static void held(ScriptCalls calls) {
    finished(calls);
    calls.commands().hset(name(calls, "once"), bytes("uk"), bytes("0 w3 1 "));
  }

  /** The next ones were to begin before now, and one that is delayed. */
  private static void tooLate(ScriptCalls calls) {
    finished(calls);
    for (String id : List.of("w2", "w3", "later")) {
      calls.commands().zadd(name(calls, "expiries"), 1, bytes(id));
    }
  }

  /** One has a retention of its own, and tasks have notes. */
  static void retained(ScriptCalls calls) {
    finished(calls);
    calls.commands().hset(name(calls, "tasks"), bytes("kept"), bytes("e"));
    calls.commands().hset(name(calls, "results"), bytes("kept"), bytes("1 S 1 result"));
    calls.commands().zadd(name(calls, "retained"), 1, bytes("kept"));
    calls.commands().hset(name(calls, "notes"), bytes("w2"), bytes("1 0.5 half"));
    calls.commands().hset(name(calls, "once"), bytes("uk"), bytes("1 w3 1+9 "));
  }

  /** The ledger was remembered in the future. */
  private static void setBack(ScriptCalls calls) {
    retained(calls);
    calls.commands().hset(name(calls, "rates"), bytes("at"), bytes("" + FAR));
  }

  static void acting(ScriptCalls calls, String action, String state) {
    retained(calls);
    calls.run("bulk", PRODUCER, "begin", "b", action, state, 0, "", "");
  }

  private static void paused(ScriptCalls calls) {
    busy(calls);
    calls.commands().hset(name(calls, "settings"), bytes("paused"), bytes("1"));
  }

  private static void suspects(ScriptCalls calls) {
    busy(calls);
    calls.commands().hset(name(calls, "attempts"), bytes("w2"), bytes("0 2 "));
    calls.commands().hset(name(calls, "attempts"), bytes("w3"), bytes("0 2 "));
  }

  private static void due(ScriptCalls calls) {
    busy(calls);
    calls.commands().zadd(name(calls, "scheduled"), 1, bytes("d1"));
    calls.commands().zadd(name(calls, "retrying"), 1, bytes("d2"));
  }

  /** More is kept than the cap allows, and one letter is dead. */
  static void finished(ScriptCalls calls) {
    busy(calls);
    for (String list : List.of("succeeded", "cancelled", "expired")) {
      for (int i = 0; i < KEPT; i++) {
        byte[] id = bytes(list + i);
        calls.commands().hset(name(calls, "tasks"), id, bytes("e"));
        calls.commands().hset(name(calls, "results"), id, bytes("1 S 1 result"));
        calls.commands().rpush(name(calls, list), id);
      }
    }
    calls.commands().hset(name(calls, "tasks"), bytes("gone"), bytes("e"));
    calls.commands().zadd(name(calls, "dead"), 1, bytes("gone"));
  }

  /**
   * What ran crashed: some for the first time, some once more, one too often, one was cancelled.
   */
  static void expired(ScriptCalls calls) {
    finished(calls);
    calls.commands().zadd(name(calls, "sessions"), 1, bytes("s"));
    calls.commands().hset(name(calls, "attempts"), bytes("r2"), bytes("0 1 "));
    calls.commands().hset(name(calls, "landed"), bytes("w1"), bytes("1"));
  }

  /** Tasks that are in two places or in none, and of a session that nobody knows. */
  private static void damaged(ScriptCalls calls) {
    finished(calls);
    calls.commands().del(name(calls, "sessions"));
    calls.commands().hdel(name(calls, "tasks"), bytes("w2"));
    calls.commands().zadd(name(calls, "retrying"), 1, bytes("w1"));
    calls.commands().rpush(name(calls, "ready"), bytes("later"), bytes("succeeded0"));
  }

  static byte[] name(ScriptCalls calls, String key) {
    return calls.name(key, PRODUCER);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private Scenes() {}
}
