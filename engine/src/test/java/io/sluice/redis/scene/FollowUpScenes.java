package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.FAR;
import static io.sluice.redis.scene.Scenes.KEPT;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static io.sluice.redis.scene.Scenes.token;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.List;

/** The calls that record successes with follow-ups. */
final class FollowUpScenes {
  private static final Call HANDS_ON = new Call("s", "h0", 0);

  static List<Scene> all() {
    return List.of(
        new Scene(
            "kept",
            "succeed",
            HANDS_ON,
            FollowUpScenes::awaited,
            9,
            KEPT,
            token("s"),
            "r1",
            "result",
            "",
            2,
            "",
            "x1",
            "e",
            "0!500",
            "other",
            "x3",
            "e",
            "0"),
        new Scene(
            "not kept",
            "succeed",
            HANDS_ON,
            FollowUpScenes::awaited,
            9,
            0,
            token("s"),
            "r1",
            "result",
            "",
            0),
        new Scene(
            "kept for a time",
            "spread",
            HANDS_ON,
            FollowUpScenes::awaited,
            9,
            KEPT,
            token("s"),
            "r1",
            "result",
            60_000,
            3,
            "",
            "x1",
            "e",
            "60000",
            "",
            "x2",
            "e",
            "0",
            "other",
            "x3",
            "e",
            "0"));
  }

  private static void awaited(ScriptCalls calls) {
    Scenes.finished(calls);
    calls.commands().zadd(name(calls, "awaited"), FAR, bytes("r1"));
  }

  private FollowUpScenes() {}
}
