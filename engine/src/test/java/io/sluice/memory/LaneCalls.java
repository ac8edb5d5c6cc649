package io.sluice.memory;

import java.util.ArrayList;
import java.util.List;

/** Random calls about priorities, groups and limits. */
final class LaneCalls {
  static final List<String> GROUPS = List.of("a", "b", "b-1", "Z");

  private final Scene scene;

  LaneCalls(Scene scene) {
    this.scene = scene;
  }

  void prioritize() {
    scene.run("act", "prioritize", scene.anyId(), scene.upTo(9));
  }

  void explain() {
    scene.run("explain", scene.anyId());
  }

  void groups() {
    scene.run("groups", 1 + scene.upTo(4));
  }

  void unbar() {
    scene.run("unbar", "0", 100);
  }

  /** All rules of groups, or the limits of the queue. */
  void rules() {
    if (scene.oneIn(2)) {
      String rate = scene.oneIn(3) ? 1 + scene.upTo(9) + " 1000 " + (1 + scene.upTo(9)) : "";
      String ageEvery = scene.oneIn(3) ? "" + (1 + scene.upTo(5000)) : "";
      String maxDelay = scene.oneIn(3) ? "" + (1 + scene.upTo(60_000)) : "";
      scene.run("configure", "rate", rate, "age_every", ageEvery, "max_delay", maxDelay);
      return;
    }
    List<Object> args = new ArrayList<>(List.of("@", scene.oneIn(2) ? rule() : ""));
    for (String group : GROUPS) {
      if (scene.oneIn(3)) {
        args.addAll(List.of("@" + group, rule()));
      }
    }
    scene.run("configure", args);
    unbar();
  }

  private String rule() {
    String rate = scene.oneIn(2) ? 1 + scene.upTo(9) + " 1000 " + (1 + scene.upTo(3)) : "0 0 0";
    return "%d %d %s %d"
        .formatted(
            1 + scene.upTo(3), scene.oneIn(2) ? 1 + scene.upTo(2) : 0, rate, scene.upTo(1) * 20);
  }
}
