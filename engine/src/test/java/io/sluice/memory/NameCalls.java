package io.sluice.memory;

import java.util.List;

/** Random calls about names: of queues, and in which queue a schedule is. */
final class NameCalls {
  private static final List<String> QUEUES = List.of("mail", "mail.2", "pay", "a-b", "\303\244");

  private final Scene scene;

  NameCalls(Scene scene) {
    this.scene = scene;
  }

  void register() {
    scene.run("register", scene.any(QUEUES));
  }

  void unregister() {
    scene.run("unregister", scene.any(QUEUES));
  }

  void chronicle() {
    scene.run("chronicle", 1, scene.upTo(1), 0, 0, scene.oneIn(2) ? "-" : 3, "-", "A01", "");
    scene.run("chronicled", 1 + scene.upTo(2), 1 + scene.upTo(5));
  }

  void queues() {
    scene.run("queues", scene.oneIn(2) ? "" : scene.any(QUEUES), 1 + scene.upTo(3));
  }

  void known() {
    scene.run("known", scene.any(QUEUES));
  }

  void divide() {
    scene.run("divide", scene.any(QUEUES), scene.upTo(3), 1 + scene.upTo(3) + " 2 0*512 1*512");
  }

  void divided() {
    scene.run("divided", scene.oneIn(2) ? "" : 1 + scene.upTo(3));
  }

  /** A generation that refuses nobody. */
  void remap() {
    scene.run("remap", 0);
  }

  void occupied() {
    scene.run("occupied", scene.any(List.of("tasks", "once", "templates")), "0", 5);
  }

  void format() {
    scene.run("format");
  }

  void stamp() {
    int written = 1 + scene.upTo(3);
    scene.run("stamp", written, scene.oneIn(2) ? 1 : written);
  }

  void announce() {
    scene.run("announce", scene.any(QUEUES));
  }

  void enlist() {
    String name = scene.any(Scene.SCHEDULES);
    String entry = scene.oneIn(3) ? "" : name + " model r" + scene.upTo(4);
    String expected =
        switch (scene.upTo(2)) {
          case 0 -> "*";
          case 1 -> "";
          default -> name + " model r" + scene.upTo(4);
        };
    scene.run("enlist", name, entry, expected);
  }

  void enlisted() {
    String name = scene.any(Scene.SCHEDULES);
    if (scene.oneIn(2)) {
      scene.run("enlisted", "[" + name + " ", "(" + name + "!", 1);
    } else {
      scene.run("enlisted", scene.oneIn(2) ? "-" : "[" + name + "!", "+", 1 + scene.upTo(3));
    }
  }
}
