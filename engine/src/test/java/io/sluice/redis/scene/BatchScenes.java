package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.List;
import java.util.function.Consumer;

/** The calls of batches. */
final class BatchScenes {
  private static final Call MEMBERS = new Call("producer", "b0", 0);
  private static final String LANED = "\2\17a\0005" + "0".repeat(13) + "\1\0\4mail\0";

  static List<Scene> all() {
    return List.of(
        new Scene(
            "with callbacks",
            "batch",
            PRODUCER,
            Scenes::busy,
            "open",
            "q",
            "b1",
            1000,
            "continue",
            "-",
            -1,
            "-",
            "complete",
            "q c1 0 e"),
        new Scene(
            "in another",
            "batch",
            PRODUCER,
            BatchScenes::open,
            "open",
            "q",
            "b2",
            1000,
            "continue",
            "b1@q",
            -1,
            "-"),
        new Scene("another queue", "batch", PRODUCER, BatchScenes::open, "join", "q", "b1", "o"),
        new Scene("of two queues", "seal", PRODUCER, BatchScenes::joined, "seal", "q", "b1"),
        new Scene("of two queues", "seal", PRODUCER, BatchScenes::joined, "cancel", "q", "b1"),
        new Scene("that has ended", "seal", PRODUCER, BatchScenes::ended, "delete", "q", "b1"),
        new Scene("one", "batches", PRODUCER, BatchScenes::joined, "show", "q", "b1"),
        new Scene("all", "batches", PRODUCER, BatchScenes::joined, "list", "q", "0", 10),
        new Scene("in disorder", "batches", PRODUCER, BatchScenes::forlorn, "look", "q", 100, 0),
        new Scene("plain", "enroll", MEMBERS, BatchScenes::open, plain()),
        members("laned", "", LANED),
        members("later", "60000!90000", LANED),
        new Scene("with a key", "enqueue_once", ONCE, BatchScenes::open, once()),
        receive("seal", "b9"),
        heard("report", "b1@q 0 1 1 0 0 rsx 0 -"),
        receive("stop", "b9"),
        receive("drop", "b9"),
        receive("report", "b1@q 0 1 1 0 0 rsx 0 -"),
        judge("complete", BatchScenes::sealed),
        judge("open for long enough", BatchScenes::overdue),
        judge("with a part elsewhere", BatchScenes::waiting),
        judge("with a home elsewhere", BatchScenes::away),
        judge("that goes", BatchScenes::old),
        new Scene("waiting and running", "stop", PRODUCER, BatchScenes::stopped, "1", 100, 9),
        new Scene(
            "of a state",
            "members",
            PRODUCER,
            BatchScenes::withMembers,
            "b1@q",
            "ready",
            "0",
            0,
            9,
            100),
        new Scene(
            "of the dead and the done",
            "gathered",
            PRODUCER,
            BatchScenes::gathering,
            "g-b1@q",
            0,
            0,
            9,
            1000));
  }

  private static final Call ONCE = new Call("producer", "o0", 0);

  private static Object[] once() {
    return new Object[] {
      9, 0, 9, "x1", "e", "60000|q b1@q", 1, "", "uk", 0, "reject", "ik", 500, "fp"
    };
  }

  private static Object[] plain() {
    return new Object[] {1, 1000, "q", "b1@q", 1, 1, "x1", "e", "w1", "e", "0"};
  }

  private static Scene members(String what, String due, String envelope) {
    return new Scene(
        what,
        "enroll",
        MEMBERS,
        BatchScenes::open,
        1,
        1000,
        "q",
        "b1@q",
        0,
        2,
        "x1",
        envelope,
        due,
        "w1",
        envelope,
        "0");
  }

  private static Scene receive(String kind, String body) {
    return letter("receive", kind, body);
  }

  private static Scene heard(String kind, String body) {
    return letter("hear", kind, body);
  }

  private static Scene letter(String script, String kind, String body) {
    return new Scene(
        kind,
        script,
        PRODUCER,
        BatchScenes::joined,
        "o",
        9,
        5,
        0,
        0,
        "-",
        1,
        1,
        "-",
        "A.1.-.1000 " + kind + " " + body);
  }

  private static Scene judge(String what, Consumer<ScriptCalls> before) {
    return new Scene(what, "judge", PRODUCER, before, "q", 1000, 10);
  }

  private static void open(ScriptCalls calls) {
    Scenes.busy(calls);
    calls.run(
        "batch",
        PRODUCER,
        "open",
        "q",
        "b1",
        100_000,
        "cancel-rest",
        "-",
        -1,
        "n",
        "complete",
        "q c1 0 " + LANED,
        "success",
        "o c2 60000 e",
        "death",
        "q c3 60000!90000 " + LANED);
  }

  private static void joined(ScriptCalls calls) {
    open(calls);
    calls.run("batch", PRODUCER, "join", "q", "b1", "o");
  }

  private static void withMembers(ScriptCalls calls) {
    open(calls);
    MemberScenes.joinAll(calls);
  }

  private static void gathering(ScriptCalls calls) {
    Scenes.busy(calls);
    var redis = calls.commands();
    redis.hset(name(calls, "tally"), bytes("g-b1@q"), bytes("1"));
    redis.hset(name(calls, "gathered"), bytes("1"), bytes("2"));
    redis.hset(name(calls, "gathered"), bytes("1 0"), bytes("5 D x1 6 S x2 "));
    redis.zadd(name(calls, "dead"), 5, bytes("x1"));
    redis.hset(name(calls, "attempts"), bytes("x1"), bytes("1 0 5 T\nno"));
    redis.hset(name(calls, "results"), bytes("x2"), bytes("6 S 5 7"));
  }

  private static void forlorn(ScriptCalls calls) {
    joined(calls);
    record(calls, "1 2 3 0 0 0 0 continue - -");
    calls.commands().zadd(name(calls, "dead"), 5, bytes("c1"));
  }

  private static void sealed(ScriptCalls calls) {
    open(calls);
    calls.run("seal", PRODUCER, "seal", "q", "b1");
  }

  private static void ended(ScriptCalls calls) {
    joined(calls);
    record(calls, "1 2 3 0 4 0 0 continue - -");
  }

  private static void old(ScriptCalls calls) {
    ended(calls);
    calls.commands().zadd(name(calls, "judging"), 1, bytes("@b1"));
  }

  private static void overdue(ScriptCalls calls) {
    joined(calls);
    calls.commands().zadd(name(calls, "judging"), 1, bytes("@b1"));
    record(calls, "1 2 0 0 0 0 0 continue - -");
  }

  private static void waiting(ScriptCalls calls) {
    joined(calls);
    calls.commands().zadd(name(calls, "judging"), 1, bytes("@b1"));
    record(calls, "1 2 3 0 0 0 0 continue - -");
  }

  private static void away(ScriptCalls calls) {
    withMembers(calls);
    calls.commands().hset(name(calls, "tally"), bytes("1"), bytes("b1@home 9 0 0 0 0 r"));
    calls.commands().zadd(name(calls, "judging"), 1, bytes("1"));
  }

  private static void stopped(ScriptCalls calls) {
    withMembers(calls);
    calls.run("seal", PRODUCER, "cancel", "q", "b1");
  }

  private static void record(ScriptCalls calls, String words) {
    calls.commands().hset(name(calls, "batches"), bytes("b1"), bytes(words));
  }

  private BatchScenes() {}
}
