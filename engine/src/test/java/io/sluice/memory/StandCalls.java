package io.sluice.memory;

import io.sluice.memory.Scene.Held;
import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.List;

/** Random calls of sessions that stand, and of who enqueues one task alone. */
final class StandCalls {
  private static final String PRODUCER = "p/e0";
  private static final List<String> SESSIONS = List.of("S0", "S1", "S2", "S3");

  private final Scene scene;
  private final int cap;

  StandCalls(Scene scene, int cap) {
    this.scene = scene;
    this.cap = cap;
  }

  /** By the next number, or again; now and then it stands no longer. */
  void claim() {
    String session = scene.any(SESSIONS);
    String lane = session + "/c";
    long seq = scene.oneIn(2) ? scene.sequence(lane) : scene.lastSequence(lane);
    String max = scene.oneIn(5) ? "0" : 1 + scene.upTo(4) + " stands";
    List<?> reply = scene.runInLane("claim", lane, session, seq, max, 100_000, 0);
    if (reply.size() > 2 && reply.get(2) instanceof List<?> given) {
      given.forEach(id -> scene.held.add(new Held(id.toString(), reply.get(1).toString())));
    }
    if (scene.oneIn(3)) {
      scene.twins.listenOrLeave(ScriptText.key("gifts") + ":" + session);
    }
  }

  /** Who was given it may hear of it. */
  void offer() {
    List<Object> args = new ArrayList<>();
    args.add(scene.sequence(PRODUCER));
    args.add(scene.oneIn(8) ? 6 : 0);
    args.add("1");
    args.add(scene.newId());
    args.add(scene.envelope(scene.twins.now(), null, 0));
    scene.runInLane("offer", PRODUCER, args);
  }

  /** Of its own session, and by the next number of its claims, as a rule. */
  void settle() {
    Held one = scene.anyHeld();
    String token = one.token();
    String session = token.contains(":") ? token.substring(0, token.indexOf(':')) : "S0";
    String claims = session + "/c";
    long claim = scene.oneIn(4) ? scene.lastSequence(claims) : scene.sequence(claims);
    String lane = session + "/s0";
    scene.held.remove(one);
    scene.runInLane(
        "stand", lane, scene.sequence(lane), cap, session, claim, token, one.id(), scene.bytes(10));
  }

  /** Of one session, whose next claim goes with what it ends. */
  void exchange() {
    Held one = scene.anyHeld();
    String token = one.token();
    String session = token.contains(":") ? token.substring(0, token.indexOf(':')) : "S0";
    String claims = session + "/c";
    long claim = scene.oneIn(4) ? scene.lastSequence(claims) : scene.sequence(claims);
    String lane = session + "/s1";
    int bytes = scene.oneIn(4) ? 10 : 100_000;
    List<Object> args = new ArrayList<>(List.of(scene.sequence(lane), cap, 1, token, 1, one.id()));
    args.addAll(List.of(scene.bytes(10), session, claim, scene.upTo(4), bytes));
    scene.held.remove(one);
    List<?> reply = scene.runInLane("exchange", lane, args);
    if (reply.size() > 4 && reply.get(4) instanceof List<?> given) {
      given.forEach(id -> scene.held.add(new Held(id.toString(), reply.get(3).toString())));
    }
  }

  /** Claims that find nothing, and tasks that come alone. */
  void calm() {
    switch (scene.upTo(3)) {
      case 0 -> settle();
      case 1 -> offer();
      default -> claim();
    }
  }
}
