package io.sluice.memory;

import io.sluice.memory.Scene.Held;
import java.util.ArrayList;
import java.util.List;

/** Random calls of handlers that emit, and of those who follow. */
final class StreamCalls {
  private final Scene scene;

  StreamCalls(Scene scene) {
    this.scene = scene;
  }

  void emit() {
    List<Object> args = new ArrayList<>();
    for (int i = scene.upTo(2); i >= 0; i--) {
      Held one = scene.anyHeld();
      int items = 1 + scene.upTo(20);
      args.add(one.id());
      args.add(one.token());
      args.add(10 + scene.upTo(60));
      args.add(200 + scene.upTo(2000));
      args.add(scene.oneIn(3) ? scene.upTo(30) : 0);
      args.add(items);
      for (int item = 0; item < items; item++) {
        args.add(scene.bytes(30));
      }
    }
    scene.run("emit", args);
  }

  void read() {
    String id = scene.oneIn(2) ? scene.anyHeld().id() : scene.anyId();
    scene.run(
        "stream", scene.upTo(20_000), id, scene.upTo(1), 0, 1 + scene.upTo(40), scene.upTo(300));
  }
}
