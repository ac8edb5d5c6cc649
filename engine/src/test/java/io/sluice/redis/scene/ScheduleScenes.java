package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.FAR;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;

import io.sluice.script.ScriptCalls;
import java.util.List;

/** The calls about schedules, the names of queues and the format of the namespace. */
final class ScheduleScenes {
  private static final String LINE = "r1 buffer 5000 last every 1000";

  static List<Scene> all() {
    return List.of(
        new Scene("new", "register", PRODUCER, ScheduleScenes::named, "new"),
        new Scene("known", "unregister", PRODUCER, ScheduleScenes::named, "q"),
        new Scene("all", "queues", PRODUCER, ScheduleScenes::named, "", 10),
        new Scene("one", "known", PRODUCER, ScheduleScenes::named, "q"),
        new Scene("again", "divide", PRODUCER, ScheduleScenes::divided, "q", 1, "2 2 0*512 1*512"),
        new Scene("all", "divided", PRODUCER, ScheduleScenes::divided, ""),
        new Scene("later", "remap", PRODUCER, ScheduleScenes::divided, 7),
        new Scene("tasks", "occupied", PRODUCER, ScheduleScenes::grouped, "tasks", "0", 9),
        new Scene("keys", "occupied", PRODUCER, ScheduleScenes::planned, "once", "0", 9),
        new Scene("schedules", "occupied", PRODUCER, ScheduleScenes::planned, "templates", "0", 9),
        new Scene("told", "format", PRODUCER, ScheduleScenes::stamped),
        new Scene("told", "stamp", PRODUCER, ScheduleScenes::stamped, 2, 2),
        new Scene("all", "enlisted", PRODUCER, ScheduleScenes::planned, "-", "+", 10),
        new Scene("one", "announce", PRODUCER, ScheduleScenes::planned, "q"),
        new Scene("all", "mend", PRODUCER, ScheduleScenes::planned, 0, 100),
        new Scene("moved", "enlist", PRODUCER, ScheduleScenes::planned, "s", "s other r2", "*"),
        new Scene("taken out", "enlist", PRODUCER, ScheduleScenes::planned, "s", "", "s q r1"),
        new Scene("new", "plan", PRODUCER, ScheduleScenes::planned, "new", LINE, "task", FAR, 0),
        new Scene("replaced", "plan", PRODUCER, ScheduleScenes::planned, "s", LINE, "task", FAR, 0),
        new Scene("replaced", "unplan", PRODUCER, ScheduleScenes::planned, "s", "*"),
        new Scene("pausing", "hold", PRODUCER, ScheduleScenes::planned, "s", 1),
        new Scene("all", "planned", PRODUCER, ScheduleScenes::planned, "s"),
        new Scene("all", "due", PRODUCER, ScheduleScenes::planned, 100),
        new Scene("all", "ahead", PRODUCER, ScheduleScenes::ahead, 0, 100),
        new Scene("seen", "align", PRODUCER, ScheduleScenes::ahead, "s", "r1", FAR, FAR - 1),
        new Scene("due", "fire", PRODUCER, ScheduleScenes::planned, "s", "r1", 5, FAR, 2, 5, 6),
        new Scene("kept", "fire", PRODUCER, ScheduleScenes::planned, "s", "*", "-", "", 0),
        new Scene(
            "out of turn", "fire", PRODUCER, ScheduleScenes::planned, "s", "*", "now", "", 0));
  }

  private static void named(ScriptCalls calls) {
    calls.run("register", PRODUCER, "q");
  }

  private static void divided(ScriptCalls calls) {
    calls.run("divide", PRODUCER, "q", 0, "1 2 0*1024");
    calls.run("remap", PRODUCER, 1);
  }

  /** With a task of a group, whose id Sluice made. */
  private static void grouped(ScriptCalls calls) {
    Scenes.busy(calls);
    String spot = "group\0" + "5" + "0".repeat(13);
    calls
        .commands()
        .hset(
            name(calls, "tasks"),
            bytes("made~1"),
            bytes("\2" + (char) spot.length() + spot + "\1\0\4mail\0"));
  }

  private static void stamped(ScriptCalls calls) {
    calls.run("stamp", PRODUCER, 1, 1);
  }

  /** A schedule that is due and keeps a fire, since the task of its last one waits. */
  private static void planned(ScriptCalls calls) {
    Scenes.busy(calls);
    calls.run("enlist", PRODUCER, "s", "s q r1", "*");
    calls.run("plan", PRODUCER, "s", LINE, "\1\0task", FAR, 0);
    calls.commands().zadd(name(calls, "fires"), 5, bytes("s"));
    calls.commands().hset(name(calls, "fired"), bytes("s"), bytes("4 gone 1 0"));
    calls.commands().hset(name(calls, "buffered"), bytes("s"), bytes("3"));
    calls.commands().hset(name(calls, "tasks"), bytes("gone"), bytes("e"));
    calls.commands().zadd(name(calls, "dead"), 1, bytes("gone"));
  }

  private static void ahead(ScriptCalls calls) {
    planned(calls);
    calls.commands().zadd(name(calls, "fires"), FAR, bytes("s"));
  }

  private ScheduleScenes() {}
}
