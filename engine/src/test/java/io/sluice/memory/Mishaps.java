package io.sluice.memory;

import io.sluice.script.ScriptText;
import java.util.List;
import java.util.Objects;

/** Random things that happen around the calls: time, listeners, damage. */
final class Mishaps {
  private static final List<String> CHANNELS =
      List.of("events", "ready", "retrying", "cancels", "changes");

  private final Scene scene;

  Mishaps(Scene scene) {
    this.scene = scene;
  }

  /** Time goes on, mostly by little; now and then by much, or back. */
  void pass() {
    long step = scene.upTo(300);
    if (scene.oneIn(150)) {
      step = scene.upTo(200_000);
      scene.coverage.did("leap");
    } else if (scene.oneIn(150)) {
      step = -scene.upTo(200_000);
      scene.coverage.did("set back");
    }
    scene.twins.clock(scene.twins.now() + step);
  }

  void listenOrLeave() {
    scene.twins.listenOrLeave(ScriptText.key(scene.any(CHANNELS)));
    scene.coverage.did("listener");
  }

  /** A task loses a place, or gets one too many. */
  void damage() {
    scene.coverage.did("damage");
    String id = scene.anyId();
    switch (scene.upTo(7)) {
      case 0 -> scene.twins.command("HDEL", ScriptText.key("tasks"), id);
      case 1 -> scene.twins.command("RPUSH", ScriptText.key("ready"), id);
      case 2 -> scene.twins.command("LREM", ScriptText.key("ready"), 0, id);
      case 3 -> scene.twins.command("ZADD", ScriptText.key("retrying"), scene.twins.now(), id);
      case 4 -> scene.twins.command("ZADD", ScriptText.key("dead"), scene.twins.now(), id);
      case 5 -> scene.twins.command("HDEL", ScriptText.key("running"), id);
      case 6 -> scene.twins.command("HSET", ScriptText.key("ghosts"), id, scene.upTo(1));
      default -> scene.twins.command("HDEL", ScriptText.key("results"), id);
    }
  }

  /** A key of a wrong type is an error of each script that uses it. */
  void wrongType(Runnable calls) {
    String key = ScriptText.key(scene.any(List.of("landing", "cancels", "notes", "walk", "once")));
    if (Objects.equals(scene.twins.command("EXISTS", key), 0L)) {
      scene.coverage.did("wrong type");
      scene.twins.command("SET", key, "of another type");
      calls.run();
      scene.twins.command("DEL", key);
    }
  }
}
