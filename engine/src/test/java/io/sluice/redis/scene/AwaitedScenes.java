package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.FAILURE;
import static io.sluice.redis.scene.Scenes.FAR;
import static io.sluice.redis.scene.Scenes.KEPT;
import static io.sluice.redis.scene.Scenes.LARGE;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.SETTLES;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static io.sluice.redis.scene.Scenes.token;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.List;

/** The calls that meet tasks whose ends somebody waits for, or has taken. */
final class AwaitedScenes {
  static List<Scene> all() {
    return List.of(
        new Scene(
            "all",
            "await",
            PRODUCER,
            AwaitedScenes::awaited,
            10_000,
            LARGE,
            "r1",
            "w1",
            "later",
            "gone",
            "x"),
        new Scene("unknown", "find", PRODUCER, AwaitedScenes::awaited, LARGE, "gone", "unknown"),
        notKept("kept no longer", KEPT),
        notKept("not kept", 0),
        new Scene(
            "awaited",
            "reap",
            PRODUCER,
            AwaitedScenes::expiredAndAwaited,
            100,
            2,
            0,
            0,
            1000,
            FAILURE),
        new Scene(
            "in place of one that is awaited",
            "enqueue_once",
            new Call("producer", "o0", 0),
            AwaitedScenes::heldAndAwaited,
            9,
            0,
            0,
            "x1",
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
        new Scene("awaited", "sweep", PRODUCER, AwaitedScenes::awaited, 0, 1, 0, 1, 100),
        new Scene("awaited", "cancel", PRODUCER, AwaitedScenes::awaited, "w2", 0),
        new Scene("awaited", "shed", PRODUCER, AwaitedScenes::awaited, 100, 1_000_000),
        new Scene("kept", "gather", PRODUCER, AwaitedScenes::taken, LARGE, "kept", "w2", "none"),
        new Scene("taken", "discard", PRODUCER, AwaitedScenes::taken, "kept", "w2"));
  }

  private static Scene notKept(String name, int cap) {
    return new Scene(
        "awaited, " + name,
        "settle",
        SETTLES,
        AwaitedScenes::awaited,
        9,
        cap,
        2,
        token("s"),
        1,
        "r1",
        "result",
        token("s"),
        "1 0",
        "r2",
        "result");
  }

  /** Somebody waits for the end of each, also of one that ended and is not kept. */
  private static void awaited(ScriptCalls calls) {
    Scenes.finished(calls);
    for (String id :
        List.of("r1", "r2", "r6", "w2", "w3", "gone", "unknown", "succeeded0", "cancelled0")) {
      calls.commands().zadd(name(calls, "awaited"), FAR, bytes(id));
    }
    calls.commands().zadd(name(calls, "awaited"), 1, bytes("left"));
    calls.commands().hset(name(calls, "ends"), bytes("unknown"), new byte[] {(byte) 0x90});
    calls.commands().hset(name(calls, "ends"), bytes("left"), new byte[] {(byte) 0x90});
  }

  /** What ran is gone with its worker, and somebody waits for one that was to be cancelled. */
  private static void expiredAndAwaited(ScriptCalls calls) {
    Scenes.expired(calls);
    calls.commands().zadd(name(calls, "awaited"), FAR, bytes("r6"));
  }

  /** The holder of a key is awaited. */
  private static void heldAndAwaited(ScriptCalls calls) {
    Scenes.held(calls);
    calls.commands().zadd(name(calls, "awaited"), FAR, bytes("w3"));
  }

  /** One is kept for a caller that has taken its result, and somebody else waits for its end. */
  private static void taken(ScriptCalls calls) {
    Scenes.retained(calls);
    calls.commands().zadd(name(calls, "awaited"), FAR, bytes("kept"));
    calls.commands().hset(name(calls, "ends"), bytes("unknown"), new byte[] {(byte) 0x90});
  }

  private AwaitedScenes() {}
}
