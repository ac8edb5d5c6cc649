package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.CLAIMS;
import static io.sluice.redis.scene.Scenes.FAILURE;
import static io.sluice.redis.scene.Scenes.KEPT;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.SETTLES;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.List;

/** The calls that meet tasks of groups and of priorities, and what these may do. */
final class LaneScenes {
  private static final String TOKEN = "s:2:1000";
  private static final Call ONCE = new Call("producer", "o0", 0);
  private static final String RULE = "1 2 10 1000 5 50";

  static List<Scene> all() {
    return List.of(
        new Scene(
            "of groups",
            "enqueue",
            PRODUCER,
            LaneScenes::laned,
            9,
            1000,
            1,
            "x1",
            "e",
            "x2",
            laned("a", 5),
            0,
            "x3",
            laned("b", 7),
            60_000),
        new Scene(
            "that costs more",
            "enqueue",
            PRODUCER,
            LaneScenes::laned,
            9,
            1000,
            0,
            "x1",
            "e",
            "0 5"),
        once("that costs more", "0 5"),
        once("of groups", "0"),
        once("of groups, put off", "60000"),
        claim("any", "0"),
        claim("of types", "1", "mail"),
        claim("adopting", "0", "w3"),
        new Scene(
            "in time", "claim", CLAIMS, LaneScenes::pauseIsOver, "s", 9, 10, 1 << 20, 0, "w3"),
        settle("success", 1, TOKEN, 1, "l1", "result"),
        settle("retry", 0, "l1", TOKEN, "R", 10, FAILURE),
        settle("bury", 0, "l1", TOKEN, "B", 0, FAILURE),
        settle("release", 0, "l1", TOKEN, "L", 0, ""),
        settle("throttle", 0, "l1", TOKEN, "T", 1000, ""),
        new Scene("laned", "shrink", CLAIMS, LaneScenes::given, "s", 2, 1, KEPT),
        new Scene("laned", "promote", PRODUCER, LaneScenes::due, 10),
        new Scene(
            "of groups", "reap", PRODUCER, LaneScenes::crashed, 100, 2, 0, KEPT, 1000, FAILURE),
        new Scene("in the lane", "cancel", PRODUCER, LaneScenes::laned, "l4", KEPT),
        new Scene("in the lane", "expire", PRODUCER, LaneScenes::expiring, 10),
        act("prioritize", "l4", 9),
        act("prioritize", "w2", 9),
        act("prioritize", "l9", 9),
        act("run_now", "l9", 0),
        act("delete", "l4", 0),
        new Scene("in the lane", "bulk", PRODUCER, LaneScenes::purging, "step", 9),
        new Scene("laned", "sweep", PRODUCER, LaneScenes::laned, 0, 0, 0, 0, 100),
        new Scene("laned", "repair", PRODUCER, LaneScenes::damaged, 0, 0, 0, "l1", "l4", "l9"),
        new Scene("the lane", "survey", PRODUCER, LaneScenes::laned, "lane", 0, 100),
        new Scene("of a group", "list", PRODUCER, LaneScenes::laned, "ready", "", 10, 999, "a"),
        explain("w5"),
        explain("l4"),
        explain("l6"),
        explain("l9"),
        new Scene("of a rate", "explain", PRODUCER, LaneScenes::pauseIsOver, "w5"),
        new Scene("all", "groups", PRODUCER, LaneScenes::laned, 10),
        new Scene("all", "unbar", PRODUCER, LaneScenes::laned, 0, 100),
        new Scene(
            "rules", "configure", PRODUCER, LaneScenes::laned, "rate", "9 1000 9", "@", RULE));
  }

  private static Scene claim(String what, Object... typesAndAdopted) {
    Object[] args = new Object[4 + typesAndAdopted.length];
    args[0] = "s";
    args[1] = 9;
    args[2] = 10;
    args[3] = 1 << 20;
    System.arraycopy(typesAndAdopted, 0, args, 4, typesAndAdopted.length);
    return new Scene("laned, " + what, "claim", CLAIMS, LaneScenes::laned, args);
  }

  private static Scene settle(String what, Object... items) {
    Object[] args = new Object[2 + items.length];
    args[0] = 9;
    args[1] = KEPT;
    System.arraycopy(items, 0, args, 2, items.length);
    return new Scene("laned, " + what, "settle", SETTLES, LaneScenes::laned, args);
  }

  private static Scene once(String what, String due) {
    return new Scene(
        what,
        "enqueue_once",
        ONCE,
        LaneScenes::laned,
        9,
        1000,
        KEPT,
        "x1",
        "e",
        "0",
        1,
        "",
        "",
        0,
        "",
        "",
        0,
        "",
        "x2",
        laned("a", 5),
        due,
        1,
        "",
        "uk",
        0,
        "reject",
        "",
        0,
        "");
  }

  private static Scene act(String what, String id, int priority) {
    return new Scene(
        what + " " + id + ", laned", "act", PRODUCER, LaneScenes::laned, what, id, priority);
  }

  private static Scene explain(String id) {
    return new Scene(id, "explain", PRODUCER, LaneScenes::laned, id);
  }

  /** An envelope with the spot that it is enqueued with, and a type. */
  private static byte[] laned(String group, int urgency) {
    String spot = group + "\0" + urgency + "0".repeat(13);
    return bytes("\2" + (char) spot.length() + spot + "\1\0\4mail\0");
  }

  /** Two tasks of a group run, others wait, one is put off, and one group is at its cap. */
  private static void laned(ScriptCalls calls) {
    Scenes.retained(calls);
    calls.run("configure", PRODUCER, "age_every", "60000", "@", RULE, "@b", "2 1 0 0 0 0");
    calls.run("enqueue", PRODUCER, 4, 0, 0, "l1", laned("a", 5), 0, "l2", laned("b", 1), 0);
    calls.run("claim", CLAIMS, "s", 2, 2, 1 << 20, 0);
    for (String id : List.of("l1", "l2")) {
      String spot = spot(calls, id);
      calls.commands().hset(name(calls, "running"), bytes(id), raw(TOKEN + " " + spot));
    }
    calls.run(
        "enqueue",
        PRODUCER,
        5,
        0,
        1,
        "w5",
        "e",
        "l4",
        laned("a", 5),
        0,
        "l5",
        laned("b", 5),
        0,
        "l6",
        laned("", 2),
        0,
        "l9",
        laned("a", 5),
        60_000);
    calls.commands().zadd(name(calls, "tags"), 3, bytes("z"));
    calls.commands().zadd(name(calls, "barred"), 1, bytes("a"));
    calls.commands().zadd(name(calls, "barred"), Double.POSITIVE_INFINITY, bytes("b"));
    calls.commands().zadd(name(calls, "paces"), 1, bytes("a"));
    calls.commands().hset(name(calls, "costs"), bytes("l4"), bytes("3"));
    calls.commands().hset(name(calls, "settings"), bytes("max_delay"), bytes("900000000"));
  }

  private static String spot(ScriptCalls calls, String id) {
    byte[] envelope = calls.commands().hget(name(calls, "tasks"), bytes(id));
    return new String(envelope, 2, envelope[1], ISO_8859_1);
  }

  private static byte[] raw(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** A pause that ends by itself has ended, and the queue has a rate. */
  private static void pauseIsOver(ScriptCalls calls) {
    laned(calls);
    calls.run("configure", PRODUCER, "paused", 1, "paused_until", "1", "rate", "100 1000 100");
  }

  private static void given(ScriptCalls calls) {
    laned(calls);
    String receipt = new String(name(calls, "ready"), UTF_8);
    calls.commands().set(bytes(receipt.replace(":ready", ":call:s/c")), bytes("2 1000: l1 l2"));
  }

  private static void due(ScriptCalls calls) {
    laned(calls);
    calls.commands().zadd(name(calls, "scheduled"), 1, bytes("l9"));
  }

  private static void crashed(ScriptCalls calls) {
    Scenes.expired(calls);
    laned(calls);
    calls.commands().zadd(name(calls, "sessions"), 1, bytes("s"));
    calls.commands().hset(name(calls, "attempts"), bytes("l2"), bytes("0 1 "));
  }

  private static void expiring(ScriptCalls calls) {
    laned(calls);
    calls.commands().zadd(name(calls, "expiries"), 1, bytes("l4"));
    calls.commands().zadd(name(calls, "expiries"), 1, bytes("l9"));
  }

  private static void purging(ScriptCalls calls) {
    laned(calls);
    calls.commands().del(name(calls, "ready"));
    calls.run("bulk", PRODUCER, "begin", "b", "purge", "ready", 0, "", "");
  }

  private static void damaged(ScriptCalls calls) {
    laned(calls);
    calls.commands().del(name(calls, "sessions"));
    calls.commands().zadd(name(calls, "retrying"), 1, bytes("l4"));
    calls.commands().zrem(name(calls, "scheduled"), bytes("l9"));
  }

  private LaneScenes() {}
}
