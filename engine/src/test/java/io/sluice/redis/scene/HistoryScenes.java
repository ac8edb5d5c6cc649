package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.PRODUCER;

import java.util.List;

/** Calls that record the past, and show it. */
final class HistoryScenes {
  private static final int RING = 1;
  private static final int STEPS = 10;

  static List<Scene> all() {
    return List.of(
        new Scene("of a queue", "record", PRODUCER, Scenes::finished, "A01", "B12"),
        new Scene("of a queue", "recorded", PRODUCER, Scenes::finished, RING, STEPS),
        new Scene("of all", "chronicle", PRODUCER, calls -> {}, 1, 1, 0, 0, 3, "-", "A01", "B12"),
        new Scene("of all", "chronicled", PRODUCER, calls -> {}, RING, STEPS));
  }

  private HistoryScenes() {}
}
