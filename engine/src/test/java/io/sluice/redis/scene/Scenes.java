package io.sluice.redis.scene;

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
  static final int LIFE_MS = 300_000;
  static final int KEPT = 2;
  static final int LARGE = 1_000_000;
  static final long FAR = 9_000_000_000_000L;
  static final String FAILURE = "T\nfailed";

  static List<Scene> all() {
    return Stream.of(
            TaskScenes.all(),
            AwaitedScenes.all(),
            BatchScenes.all(),
            BehindScenes.all(),
            FollowUpScenes.all(),
            StreamScenes.all(),
            LaneScenes.all(),
            HistoryScenes.all(),
            LetterScenes.all(),
            OperatorScenes.all(),
            ScheduleScenes.all())
        .flatMap(List::stream)
        .toList();
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
  static void tooLate(ScriptCalls calls) {
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
  static void setBack(ScriptCalls calls) {
    retained(calls);
    calls.commands().hset(name(calls, "rates"), bytes("at"), bytes("" + FAR));
  }

  static void acting(ScriptCalls calls, String action, String state) {
    retained(calls);
    calls.run("bulk", PRODUCER, "begin", "b", action, state, 0, "", "");
  }

  static void paused(ScriptCalls calls) {
    busy(calls);
    calls.commands().hset(name(calls, "settings"), bytes("paused"), bytes("1"));
  }

  static void suspects(ScriptCalls calls) {
    busy(calls);
    calls.commands().hset(name(calls, "attempts"), bytes("w2"), bytes("0 2 "));
    calls.commands().hset(name(calls, "attempts"), bytes("w3"), bytes("0 2 "));
  }

  static void due(ScriptCalls calls) {
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
  static void damaged(ScriptCalls calls) {
    finished(calls);
    calls.commands().del(name(calls, "sessions"));
    calls.commands().hdel(name(calls, "tasks"), bytes("w2"));
    calls.commands().zadd(name(calls, "retrying"), 1, bytes("w1"));
    calls.commands().rpush(name(calls, "ready"), bytes("later"), bytes("succeeded0"));
  }

  static String token(String session) {
    return session + ":1:1000";
  }

  static byte[] name(ScriptCalls calls, String key) {
    return calls.name(key, PRODUCER);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private Scenes() {}
}
