package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.CLAIMS;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static io.sluice.redis.scene.Scenes.token;

import io.sluice.script.ScriptCalls;
import java.util.List;

/** The calls of streams of tasks. */
final class StreamScenes {
  static List<Scene> all() {
    return List.of(
        new Scene("first", "emit", CLAIMS, Scenes::busy, "r1", token("s"), 10, 100, 0, 1, "a"),
        new Scene(
            "after another run",
            "emit",
            CLAIMS,
            StreamScenes::streaming,
            "r1",
            token("s"),
            10,
            100,
            0,
            1,
            "a"),
        new Scene("running", "stream", PRODUCER, StreamScenes::current, 10, "r1", 0, 0, 10, 100),
        new Scene("waiting", "stream", PRODUCER, Scenes::busy, 10, "w2", 0, 0, 10, 100),
        new Scene("gone", "stream", PRODUCER, Scenes::busy, 10, "nothing", 0, 0, 10, 100),
        new Scene("void streams", "sweep", PRODUCER, StreamScenes::streaming, 100, 0, 100, 0, 100),
        new Scene("void streams", "shed", PRODUCER, StreamScenes::streaming, 100, 1_000_000));
  }

  private static void streaming(ScriptCalls calls) {
    Scenes.finished(calls);
    for (String id : List.of("r1", "succeeded0", "gone", "nothing")) {
      calls.commands().hset(name(calls, "streams"), bytes(id), bytes("1 1 1 old:1:1"));
      calls.commands().hset(name(calls, "emitted"), bytes("0 " + id), bytes("1:a"));
    }
  }

  private static void current(ScriptCalls calls) {
    Scenes.busy(calls);
    calls.run("emit", CLAIMS, "r1", token("s"), 10, 100, 0, 1, "a");
  }

  private StreamScenes() {}
}
