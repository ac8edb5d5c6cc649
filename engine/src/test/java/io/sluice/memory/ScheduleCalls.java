package io.sluice.memory;

import java.util.ArrayList;
import java.util.List;

/** Random calls about schedules. */
final class ScheduleCalls {
  /** A start takes three tokens. */
  private static final String COST = "\10\1\3";

  private final Scene scene;
  private int revision;

  ScheduleCalls(Scene scene) {
    this.scene = scene;
  }

  private String name() {
    return scene.any(Scene.SCHEDULES);
  }

  void plan() {
    String overlap = scene.any(List.of("allow", "skip", "buffer"));
    long expiresIn = scene.oneIn(3) ? scene.upTo(900) : 0;
    String line =
        "r" + ++revision + " " + overlap + " " + expiresIn + " once every " + 100 * scene.upTo(2);
    String template = "\1\0\4mail" + (scene.oneIn(20) ? COST : "") + "\0" + scene.bytes(10);
    scene.run(
        "plan",
        name(),
        line,
        template,
        scene.twins.now() + scene.upTo(scene.oneIn(2) ? 400 : 4000) - 40,
        scene.upTo(1));
  }

  void unplan() {
    scene.run("unplan", name(), scene.oneIn(2) ? "*" : "r" + (revision - scene.upTo(3)));
  }

  void hold() {
    scene.run("hold", name(), scene.upTo(1));
  }

  void planned() {
    scene.run("planned", name());
  }

  void due() {
    List<?> reply = scene.run("due", Scene.SCHEDULES.size() + scene.upTo(3));
    if (reply.size() > 3 && scene.oneIn(2)) {
      fire((List<?>) reply.get(3), (List<?>) reply.get(4));
    }
  }

  private void fire(List<?> due, List<?> free) {
    List<Object> args = new ArrayList<>();
    for (Object name : free) {
      args.addAll(List.of(name, "*", "-", "", 0));
    }
    for (int i = 0; i + 3 < due.size(); i += 4) {
      Object at = due.get(i + 2);
      int count = scene.upTo(2);
      args.addAll(List.of(due.get(i), due.get(i + 1).toString().split(" ", 2)[0], at));
      args.add(scene.oneIn(8) ? "" : scene.twins.now() + scene.upTo(300));
      args.add(count);
      for (long k = 0; k < count; k++) {
        args.add(Long.parseLong(at.toString()) + k);
      }
    }
    if (!args.isEmpty()) {
      scene.run("fire", args);
    }
  }

  void fireByHand() {
    scene.run("fire", name(), "*", scene.oneIn(3) ? "-" : "now", "", 0);
  }

  void ahead() {
    scene.run("ahead", scene.upTo(1), 1 + scene.upTo(4));
  }

  void align() {
    List<?> reply = scene.run("ahead", 0, 10);
    List<Object> args = new ArrayList<>();
    if (reply.size() > 1 && reply.get(1) instanceof List<?> ahead) {
      for (int i = 0; i + 3 < ahead.size(); i += 4) {
        String revision = ahead.get(i + 1).toString().split(" ", 2)[0];
        Object at = ahead.get(i + 2);
        args.addAll(List.of(ahead.get(i), revision, at, scene.twins.now() + scene.upTo(200)));
      }
    }
    scene.run("align", args);
  }

  void mend() {
    scene.run("mend", "0", 250);
  }
}
