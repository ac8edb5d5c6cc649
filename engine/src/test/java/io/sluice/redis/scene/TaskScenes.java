package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.CLAIMS;
import static io.sluice.redis.scene.Scenes.FAILURE;
import static io.sluice.redis.scene.Scenes.KEPT;
import static io.sluice.redis.scene.Scenes.LARGE;
import static io.sluice.redis.scene.Scenes.LIFE_MS;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.SETTLES;
import static io.sluice.redis.scene.Scenes.name;
import static io.sluice.redis.scene.Scenes.token;

import io.sluice.script.Call;
import java.util.List;

/**
 * The calls that carry tasks from their enqueue to their end, and the passes that keep a queue in
 * order.
 */
final class TaskScenes {
  static List<Scene> all() {
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
        new Scene("live", "ask", CLAIMS, Scenes::busy, "s", "quiet"),
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
            2,
            token("s"),
            "1 10",
            "r1",
            "result",
            token("s"),
            "1 0",
            "r2",
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
        new Scene("the oldest", "shed", PRODUCER, Scenes::retained, 2, 1_000_000));
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

  private TaskScenes() {}
}
