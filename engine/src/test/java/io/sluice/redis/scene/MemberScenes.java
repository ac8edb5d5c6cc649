package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.script.Members;
import io.sluice.script.ScriptCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls that may end tasks or bring them back, to a queue whose tasks are of a batch. */
final class MemberScenes {
  private static final Set<String> MOVING =
      Set.of(
          "settle",
          "reap",
          "cancel",
          "act",
          "bulk",
          "expire",
          "shrink",
          "enqueue_once",
          "repair",
          "sweep",
          "succeed",
          "spread");

  /** The first of these scenes of each script, and all of its tasks of one batch. */
  static List<Scene> of(List<Scene> scenes) {
    Map<String, Scene> first = new LinkedHashMap<>();
    scenes.stream()
        .filter(scene -> MOVING.contains(scene.verb()))
        .forEach(scene -> first.putIfAbsent(scene.verb(), scene));
    List<Scene> ofBatch = new ArrayList<>();
    for (Scene scene : first.values()) {
      ofBatch.add(
          new Scene(
              scene.name() + ", of a batch",
              scene.verb(),
              scene.lane(),
              calls -> {
                scene.before().accept(calls);
                joinAll(calls);
              },
              scene.arguments()));
    }
    return ofBatch;
  }

  /** Makes each task of the queue a member of a batch. */
  static void joinAll(ScriptCalls calls) {
    List<String> ids =
        calls.commands().hkeys(name(calls, "tasks")).stream()
            .map(id -> new String(id, ISO_8859_1))
            .toList();
    Members.entriesOf(ids, "1")
        .forEach(
            (entry, text) ->
                calls.commands().hset(name(calls, "membership"), bytes(entry), bytes(text)));
    calls.commands().hset(name(calls, "tally"), bytes("1"), bytes("b1@q 9 0 0 0 0 "));
  }

  private MemberScenes() {}
}
