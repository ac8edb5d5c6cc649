package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.LARGE;
import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.acting;

import java.util.List;

/** The calls of operators, and those that look for damage. */
final class OperatorScenes {
  static List<Scene> all() {
    return List.of(
        new Scene("nothing in it", "delete", PRODUCER, calls -> {}),
        act("run_now", "later"),
        act("retry", "gone"),
        act("reschedule", "later"),
        act("delete", "w2"),
        act("delete", "succeeded0"),
        new Scene(
            "a redrive",
            "bulk",
            PRODUCER,
            Scenes::finished,
            "begin",
            "b",
            "redrive",
            "dead",
            0,
            "",
            ""),
        new Scene(
            "a purge",
            "bulk",
            PRODUCER,
            Scenes::finished,
            "begin",
            "b",
            "purge",
            "ready",
            0,
            "",
            ""),
        new Scene("some", "bulk", PRODUCER, Scenes::finished, "count", "dead", "e", "T", 0, 10),
        new Scene(
            "a redrive", "bulk", PRODUCER, calls -> acting(calls, "redrive", "dead"), "step", 9),
        new Scene("a purge", "bulk", PRODUCER, calls -> acting(calls, "purge", "ready"), "step", 9),
        new Scene(
            "of what ended",
            "bulk",
            PRODUCER,
            calls -> acting(calls, "purge", "succeeded"),
            "step",
            9),
        new Scene("one", "bulk", PRODUCER, calls -> acting(calls, "purge", "ready"), "abort", "b"),
        list("ready"),
        list("scheduled"),
        list("retrying"),
        list("running"),
        list("dead"),
        list("succeeded"),
        list("cancelled"),
        list("expired"),
        list("retained"),
        new Scene("retrying", "errors", PRODUCER, Scenes::retained, "retrying", "", 10, "types"),
        new Scene("dead", "errors", PRODUCER, Scenes::retained, "dead", "", 10, "types"),
        new Scene("a limit", "configure", PRODUCER, Scenes::busy, "max_backlog", 9, "paused", ""),
        survey("retained"),
        survey("notes"),
        survey("tasks"),
        survey("ready"),
        survey("landing"),
        survey("succeeded"),
        survey("cancelled"),
        survey("expired"),
        survey("attempts"),
        survey("cancels"),
        new Scene(
            "damaged",
            "repair",
            PRODUCER,
            Scenes::damaged,
            0,
            0,
            1,
            "r1",
            "w1",
            "w2",
            "later",
            "gone",
            "succeeded0"));
  }

  private static Scene act(String what, String id) {
    return new Scene(
        what + " " + id, "act", PRODUCER, Scenes::retained, what, id, 9_999_999_999_999L);
  }

  private static Scene list(String state) {
    return new Scene(state, "list", PRODUCER, Scenes::retained, state, "", 10, LARGE);
  }

  private static Scene survey(String structure) {
    return new Scene(structure, "survey", PRODUCER, Scenes::damaged, structure, 0, 100);
  }

  private OperatorScenes() {}
}
