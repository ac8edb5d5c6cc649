package io.sluice.memory;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.List;

/** Random calls of batches: those of this queue, and parts of those of others. */
final class BatchCalls {
  private static final String OWN = "q";
  private static final String LANE = "b";
  private static final List<String> OTHERS = List.of("other", "another");
  private static final List<String> POLICIES = List.of("continue", "cancel-rest");

  private final Scene scene;
  private int opened;

  BatchCalls(Scene scene) {
    this.scene = scene;
  }

  private String anyBatch() {
    return batch(Math.max(1, opened - scene.upTo(3)));
  }

  /** Most of them gather. */
  private static String batch(int number) {
    return (number % 4 > 0 ? "g-b" : "b") + number;
  }

  private String anyReference() {
    return anyBatch() + "@" + (scene.oneIn(4) ? scene.any(OTHERS) : OWN);
  }

  /** Mostly opens one; it may lie in another. */
  void batch() {
    if (scene.oneIn(4)) {
      scene.run("batch", "join", OWN, anyBatch(), scene.any(OTHERS));
      return;
    }
    List<Object> args = new ArrayList<>();
    args.add("open");
    args.add(OWN);
    args.add(batch(++opened));
    args.add(scene.oneIn(3) ? 1 + scene.upTo(300) : 60_000);
    args.add(scene.any(POLICIES));
    args.add(opened > 1 && scene.oneIn(5) ? batch(opened - 1) + "@" + OWN : "-");
    args.add(-1);
    args.add(scene.oneIn(2) ? "name" : "-");
    for (String kind : List.of("complete", "success", "death")) {
      if (scene.oneIn(2)) {
        args.add(kind);
        args.add(
            (scene.oneIn(3) ? scene.any(OTHERS) : OWN)
                + " c"
                + opened
                + kind
                + " "
                + (scene.oneIn(3) ? "50!900" : "0")
                + " "
                + scene.laned(scene.envelope(scene.twins.now(), null, 0)));
      }
    }
    scene.run("batch", args);
  }

  void enroll() {
    String known = scene.anyId(); // no id of this call, whose fresh ids are not checked
    List<Object> args = new ArrayList<>();
    args.add(scene.sequence(LANE));
    args.add(scene.oneIn(8) ? 6 : 0);
    args.add(OWN);
    for (int batch = scene.upTo(1); batch >= 0; batch--) {
      int fresh = scene.upTo(3);
      int n = fresh > 0 ? scene.upTo(3) : 1 + scene.upTo(2);
      args.add(anyReference());
      args.add(fresh);
      args.add(n);
      for (int i = 0; i < fresh; i++) {
        args.add(scene.newId());
        args.add(scene.envelope(scene.twins.now(), null, 0));
      }
      for (int i = 0; i < n; i++) {
        boolean isFresh = scene.oneIn(2);
        args.add(isFresh || scene.oneIn(2) ? scene.newId() : known);
        args.add(scene.laned(scene.envelope(scene.twins.now(), null, 0)));
        args.add(isFresh ? "" : scene.oneIn(3) ? scene.upTo(500) + "!" + 900 : "0");
      }
    }
    scene.runInLane("enroll", LANE, args);
  }

  void seal() {
    scene.run("seal", scene.any(List.of("seal", "cancel", "delete")), OWN, anyBatch());
  }

  void judge() {
    scene.run("judge", OWN, 1000, 1 + scene.upTo(20));
  }

  /** Of a batch that was cancelled just now, or of none. */
  void stop() {
    if (scene.oneIn(2)) {
      scene.run("seal", "cancel", OWN, anyBatch());
    }
    scene.run("stop", 1 + scene.upTo(Math.max(1, opened)), 10, scene.oneIn(2) ? 0 : 5);
  }

  void batches() {
    if (scene.oneIn(2)) {
      scene.run("batches", "show", OWN, anyBatch());
    } else if (scene.oneIn(2)) {
      scene.run("batches", "look", OWN, 1000, scene.upTo(50));
    } else {
      scene.run("batches", "list", OWN, "0", 1000);
    }
  }

  void members() {
    String batch = (scene.oneIn(2) ? batch(opened) : anyBatch()) + "@" + OWN;
    scene.run("members", batch, scene.oneIn(3) ? "ready" : "", "0", 0, 1000, 1000);
  }

  void gathered() {
    int read = scene.oneIn(2) ? 0 : scene.upTo(3);
    String batch = anyBatch() + "@" + (scene.oneIn(4) ? scene.any(OTHERS) : OWN);
    scene.run("gathered", batch, read, scene.upTo(3), 1 + scene.upTo(90), 500);
  }

  /** All are gone, with the letters about them, so that the queue can be deleted. */
  void end() {
    for (String key : List.of("batches", "tally", "lines", "outbox", "mail")) {
      scene.twins.command("DEL", ScriptText.key(key));
    }
  }
}
