package io.sluice.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Random calls of maintenance and of operators. */
final class QueueCalls {
  private static final List<String> STATES =
      List.of(
          "ready", "scheduled", "retrying", "running", "dead", "succeeded", "cancelled", "expired");
  private static final List<String> STRUCTURES =
      List.of(
          "tasks",
          "ready",
          "landing",
          "running",
          "scheduled",
          "retrying",
          "dead",
          "succeeded",
          "cancelled",
          "expired",
          "retained",
          "results",
          "attempts",
          "notes",
          "cancels",
          "ghosts",
          "lane");

  private final Scene scene;
  private final int cap;
  private int bulks;

  QueueCalls(Scene scene, int cap) {
    this.scene = scene;
    this.cap = cap;
  }

  void promote() {
    scene.run("promote", 1 + scene.upTo(5));
  }

  void expire() {
    scene.run("expire", 1 + scene.upTo(5));
  }

  void reap() {
    scene.run("reap", 250, 1 + scene.upTo(3), scene.upTo(500), cap, 1000, "Crash\ncrashed");
  }

  void sweep() {
    int age = scene.oneIn(2) ? 0 : 1 + scene.upTo(20_000);
    int deadAge = scene.oneIn(2) ? 0 : 1 + scene.upTo(20_000);
    scene.run("sweep", cap, age, 3 + scene.upTo(9), deadAge, 1 + scene.upTo(20));
  }

  void pull() {
    scene.run("pull", 1 + scene.upTo(5));
  }

  void shed() {
    scene.run("shed", 1 + scene.upTo(3), scene.upTo(200));
  }

  void gather() {
    List<Object> args = new ArrayList<>(List.of(1 + scene.upTo(200)));
    Stream.generate(scene::anyId).limit(40).distinct().forEach(args::add);
    scene.run("gather", args.toArray());
  }

  void discard() {
    scene.run("discard", Stream.generate(scene::anyId).limit(40).distinct().toArray());
  }

  void act() {
    String what = scene.any(List.of("run_now", "retry", "retry", "reschedule", "delete"));
    scene.run("act", what, scene.anyId(), scene.anyInstant());
  }

  void bulk() {
    String id = "b" + (bulks - scene.upTo(2));
    String type = scene.oneIn(3) ? scene.any(Scene.TYPES) : "";
    String error = scene.oneIn(4) ? "Type" : "";
    switch (scene.upTo(7)) {
      case 0 -> begin(type, error);
      case 1 -> scene.run("bulk", scene.oneIn(4) ? "abort" : "show", id);
      case 2 -> scene.run("bulk", "list");
      case 3 -> scene.run("bulk", "count", "dead", type, error, scene.upTo(2), 1 + scene.upTo(5));
      default -> scene.run("bulk", "step", 1 + scene.upTo(3));
    }
  }

  private void begin(String type, String error) {
    boolean redrive = !scene.oneIn(3);
    String from = redrive ? "dead" : scene.any(STATES);
    if (from.equals("running")) {
      from = "ready";
    }
    int rate = scene.oneIn(2) ? 0 : 1 + scene.upTo(50);
    String id = "b" + ++bulks;
    String action = redrive ? "redrive" : "purge";
    scene.run("bulk", "begin", id, action, from, rate, redrive ? type : "", redrive ? error : "");
  }

  /** Ends all bulk actions, and purges whatever can be. */
  void purgeAll() {
    for (int i = 1; i <= bulks; i++) {
      scene.run("bulk", "abort", "b" + i);
    }
    for (String state : List.of("ready", "scheduled", "retrying", "dead")) {
      scene.run("bulk", "begin", "b" + ++bulks, "purge", state, 0, "", "");
      scene.run("bulk", "step", 1000);
      scene.run("bulk", "step", 1000);
    }
  }

  void list() {
    List<String> states = new ArrayList<>(STATES);
    states.add("retained");
    String state = scene.any(states);
    Object cursor = "";
    for (int pages = scene.upTo(3); pages >= 0; pages--) {
      int bytes = scene.oneIn(3) ? scene.upTo(80) : 100_000;
      String group = scene.oneIn(3) ? scene.any(LaneCalls.GROUPS) : "";
      List<?> page = scene.run("list", state, cursor, 1 + scene.upTo(4), bytes, group);
      cursor = page.isEmpty() ? "" : page.get(0);
    }
  }

  void errors() {
    String state = scene.any(List.of("retrying", "dead"));
    Object cursor = "";
    for (int pages = scene.upTo(2); pages >= 0; pages--) {
      List<?> page = scene.run("errors", state, cursor, 1 + scene.upTo(3));
      cursor = page.isEmpty() ? "" : page.get(0);
    }
  }

  void record() {
    scene.run("record", latencies(), latencies());
    scene.run("recorded", 1 + scene.upTo(2), 1 + scene.upTo(5));
  }

  private String latencies() {
    return scene.oneIn(2) ? "" : "A" + scene.upTo(3) + "1b" + scene.upTo(3) + (1 + scene.upTo(20));
  }

  void workers() {
    scene.run("workers", scene.oneIn(2) ? "" : "S1", 1 + scene.upTo(3));
  }

  void configure() {
    switch (scene.upTo(5)) {
      case 0 -> scene.run("configure", "paused", 1, "paused_until", "+" + scene.upTo(900));
      case 1, 2 -> scene.run("configure", "paused", "", "paused_until", "", "paused_reason", "");
      case 3 -> scene.run("configure", "max_concurrency", scene.oneIn(3) ? 3 : "");
      case 4 -> scene.run("configure", "max_backlog", scene.oneIn(3) ? 9 : "");
      default -> scene.run("configure", "retention_count", scene.oneIn(2) ? 2 : "");
    }
  }

  void stats() {
    scene.run("stats");
  }

  void audit() {
    scene.run("audit");
  }

  void survey() {
    String structure = scene.any(STRUCTURES);
    Object cursor = "0";
    for (int pages = scene.upTo(2); pages >= 0; pages--) {
      List<?> page = scene.run("survey", structure, cursor, 1 + scene.upTo(5));
      cursor = page.isEmpty() ? "0" : page.get(0);
    }
  }

  void repair() {
    scene.run("repair", 0, 0, scene.oneIn(3) ? 1 : 0, scene.anyIds(6));
  }

  void delete() {
    scene.run("delete");
  }
}
