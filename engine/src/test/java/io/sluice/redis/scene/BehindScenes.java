package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.CLAIMS;
import static io.sluice.redis.scene.Scenes.FAILURE;
import static io.sluice.redis.scene.Scenes.FAR;
import static io.sluice.redis.scene.Scenes.KEPT;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.SETTLES;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.List;
import java.util.function.Consumer;

/** The calls that meet a task that waits behind one that runs. */
final class BehindScenes {
  private static final String BEHIND_ALL = "253402300800000";
  private static final String TOKEN = "s:1:1000";
  private static final Call ONCE = new Call("producer", "o0", 0);

  static List<Scene> all() {
    return List.of(
        settling("success", "1", TOKEN, "1", "r2", "result"),
        settling("retry", "0", "r2", TOKEN, "R", "10", FAILURE),
        settling("bury", "0", "r2", TOKEN, "B", "0", FAILURE),
        new Scene("given back", "shrink", CLAIMS, behind(Scenes::given), "s", 1, 1, KEPT),
        new Scene(
            "a dead session",
            "reap",
            PRODUCER,
            behind(Scenes::expired),
            100,
            2,
            0,
            KEPT,
            1000,
            FAILURE),
        new Scene("behind", "cancel", PRODUCER, behind(Scenes::retained), "b1", KEPT),
        new Scene("behind", "expire", PRODUCER, behind(Scenes::retained), 10),
        act("run_now"),
        act("reschedule"),
        act("delete"),
        new Scene(
            "behind",
            "bulk",
            PRODUCER,
            behind(calls -> Scenes.acting(calls, "purge", "scheduled")),
            "step",
            9),
        newest("behind a run", "keep_last"),
        newest("of a burst", "debounce 10 100"),
        new Scene("behind", "survey", PRODUCER, behind(Scenes::retained), "scheduled", 0, 100),
        new Scene("behind", "repair", PRODUCER, behind(Scenes::retained), 0, 0, 0, "b1", "r2"));
  }

  private static Scene settling(String outcome, Object... items) {
    Object[] args = new Object[2 + items.length];
    args[0] = 9;
    args[1] = KEPT;
    System.arraycopy(items, 0, args, 2, items.length);
    return new Scene(outcome + ", followed", "settle", SETTLES, behind(Scenes::retained), args);
  }

  private static Scene act(String what) {
    return new Scene(what + " behind", "act", PRODUCER, behind(Scenes::retained), what, "b1", FAR);
  }

  private static Scene newest(String name, String onConflict) {
    return new Scene(
        name,
        "enqueue_once",
        ONCE,
        behind(Scenes::retained),
        9,
        1000,
        KEPT,
        "x1",
        "e",
        "0",
        1,
        "",
        "uk",
        0,
        onConflict,
        "",
        0,
        "");
  }

  /** One waits behind what runs and holds the key. */
  private static Consumer<ScriptCalls> behind(Consumer<ScriptCalls> before) {
    return calls -> {
      before.accept(calls);
      calls.commands().hset(name(calls, "tasks"), bytes("b1"), bytes("e"));
      calls.commands().zadd(name(calls, "scheduled"), Double.parseDouble(BEHIND_ALL), bytes("b1"));
      calls.commands().zadd(name(calls, "expiries"), 1, bytes("b1"));
      calls.commands().hset(name(calls, "once"), bytes("uk"), bytes("0 r2 1 "));
      calls.commands().hset(name(calls, "behind"), bytes("<r2"), bytes("b1"));
      calls.commands().hset(name(calls, "behind"), bytes(">b1"), bytes("r2 0 0 - 1 uk"));
    };
  }

  private BehindScenes() {}
}
