package io.sluice.memory;

import io.sluice.memory.Scene.Held;
import java.util.ArrayList;
import java.util.List;

/** Random calls of producers and workers. */
final class TaskCalls {
  private static final List<String> ON_CONFLICT =
      List.of(
          "reject",
          "keep",
          "replace",
          "keep_last",
          "keep_last",
          "debounce 300 0",
          "debounce 90 200");
  private static final String PRODUCER = "p/e0";
  private static final String ONCE = "p/o0";
  private static final String SETTLER = "p/s0";
  private static final String HANDER = "p/h0";

  private final Scene scene;
  private final int cap;
  private final boolean costly;

  TaskCalls(Scene scene, int cap) {
    this.scene = scene;
    this.cap = cap;
    costly = scene.oneIn(4);
  }

  void enqueue() {
    enqueue(scene.oneIn(8) ? 6 : 0, scene.upTo(3));
  }

  private void enqueue(int maxBacklog, int checked) {
    int fresh = scene.upTo(3);
    int leveled = scene.oneIn(2) ? scene.upTo(3) : 0;
    int urgency = scene.any(Scene.URGENCIES);
    List<Object> args = new ArrayList<>();
    args.add(scene.sequence(PRODUCER));
    args.add(maxBacklog);
    args.add((fresh + leveled) + (leveled == 0 ? "" : " " + urgency + " " + leveled));
    for (int i = 0; i < fresh + leveled; i++) {
      String envelope = scene.envelope(scene.twins.now(), null, 0);
      args.add(scene.newId());
      args.add(i < fresh ? envelope : Scene.leveled(envelope, urgency));
    }
    for (int i = checked; i > 0; i--) {
      args.add(scene.oneIn(3) ? scene.anyId() : scene.newId());
      args.add(scene.laned(scene.envelope(scene.twins.now(), null, 0)));
      args.add(due() + cost());
    }
    scene.runInLane("enqueue", PRODUCER, args);
  }

  private String due() {
    return switch (scene.upTo(3)) {
      case 0 -> "0";
      case 1 -> "@" + scene.anyInstant();
      case 2 -> "" + (1 << scene.upTo(12));
      default -> "" + scene.upTo(900);
    };
  }

  /** Behind a due; none where a start takes one token. */
  private String cost() {
    return costly && scene.oneIn(4) ? " " + (2 + scene.upTo(8)) : "";
  }

  void enqueueOnce() {
    List<Object> args = new ArrayList<>();
    args.add(scene.sequence(ONCE));
    args.add(scene.oneIn(8) ? 6 : 0);
    args.add(cap);
    for (int i = scene.upTo(2); i >= 0; i--) {
      String unique = scene.oneIn(2) ? "" : "uk" + scene.upTo(3);
      long heldFor = scene.oneIn(2) ? 0 : scene.upTo(2000);
      long now = scene.twins.now();
      args.add(scene.oneIn(5) ? scene.anyId() : scene.newId());
      args.add(scene.laned(scene.envelope(now, unique.isEmpty() ? null : unique, heldFor)));
      args.add(due() + cost());
      args.add(now);
      args.add(scene.oneIn(2) ? "" : 1 + scene.upTo(1500));
      args.add(unique);
      args.add(heldFor);
      args.add(scene.any(ON_CONFLICT));
      args.add(scene.oneIn(3) ? "ik" + scene.upTo(4) : "");
      args.add(500);
      args.add("fp" + scene.upTo(1));
    }
    scene.runInLane("enqueue_once", ONCE, args);
  }

  String session() {
    return "S" + scene.upTo(3);
  }

  void open() {
    scene.run("open", session(), life());
  }

  private long life() {
    return scene.oneIn(6) ? scene.upTo(300) : 2000 + scene.upTo(20_000);
  }

  void extend() {
    scene.run("extend", session(), life(), "0", 250);
  }

  void close() {
    scene.run("close", session());
  }

  void presentOrAsk() {
    String who = scene.oneIn(4) ? "gone" + scene.upTo(60) : session();
    scene.run(scene.oneIn(3) ? "ask" : "present", who, scene.bytes(20));
  }

  void claim() {
    claim(session(), 1 + scene.upTo(4));
  }

  /** As a queue is used in which nothing is in the way of a short script. */
  void calm() {
    switch (scene.upTo(3)) {
      case 0 -> enqueue(0, 0);
      case 1 -> settle(1, 0);
      default -> claim(session(), 1 + scene.upTo(4), List.of(), List.of());
    }
  }

  /** Mostly of what was just claimed. */
  void shrink() {
    String session = session();
    if (!scene.oneIn(4)) {
      claim(session, 5);
    }
    String lane = session + "/c";
    long seq = scene.lastSequence(lane) - (scene.oneIn(6) ? 1 : 0);
    scene.runInLane("shrink", lane, session, seq, scene.upTo(80), cap);
  }

  private void claim(String session, int max) {
    List<String> types = new ArrayList<>();
    if (scene.oneIn(3)) {
      types.add(scene.any(Scene.TYPES));
      if (scene.oneIn(2)) {
        types.add(scene.oneIn(8) ? "odd type" : "pay");
      }
      scene.coverage.did("typed claim");
    }
    List<String> adopted = new ArrayList<>();
    if (!scene.landed.isEmpty() && scene.oneIn(2)) {
      adopted.add(scene.landed.remove(0));
    }
    claim(session, max, types, adopted);
  }

  private void claim(String session, int max, List<String> types, List<String> adopted) {
    String lane = session + "/c";
    long seq = scene.sequence(lane);
    int bytes = scene.oneIn(4) ? scene.upTo(120) : 100_000;
    keep(
        scene.runInLane(
            "claim",
            lane,
            session,
            seq,
            max,
            bytes,
            (int) types.stream().distinct().count(),
            types.stream().distinct().toList(),
            adopted));
  }

  private void keep(List<?> reply) {
    if (reply.size() > 2 && reply.get(2) instanceof List<?> given) {
      given.forEach(id -> scene.held.add(new Held(id.toString(), reply.get(1).toString())));
    }
  }

  void note() {
    List<Object> args = new ArrayList<>();
    for (int i = scene.upTo(2); i >= 0; i--) {
      Held one = scene.anyHeld();
      boolean progress = scene.oneIn(2);
      args.add(one.id());
      args.add(one.token());
      args.add(progress ? "P" : "L");
      args.add(progress ? "0." + scene.upTo(9) + " half" : "line " + scene.upTo(99));
    }
    scene.run("note", args);
  }

  /** Each claim is settled once, as a rule. */
  private Held takeHeld() {
    Held one = scene.anyHeld();
    if (!scene.oneIn(6)) {
      scene.held.remove(one);
    }
    return one;
  }

  void settle() {
    settle(scene.upTo(1), scene.upTo(3));
  }

  private void settle(int groups, int others) {
    List<Object> args = new ArrayList<>();
    args.add(scene.sequence(SETTLER));
    args.add(cap);
    args.add(groups);
    for (int i = 0; i < groups; i++) {
      String token = scene.anyHeld().token();
      List<String> ids =
          scene.held.stream()
              .filter(one -> one.token().equals(token))
              .map(Held::id)
              .distinct()
              .toList();
      ids = ids.isEmpty() ? scene.anyIds(1) : ids;
      scene.held.removeIf(one -> one.token().equals(token));
      args.add(token);
      args.add(ids.size() + (scene.oneIn(3) ? " " + scene.upTo(400) : ""));
      args.addAll(ids);
      ids.forEach(id -> args.add(scene.bytes(10)));
    }
    for (int i = others; i > 0; i--) {
      Held one = takeHeld();
      args.add(one.id());
      args.add(one.token());
      args.add("RRRBLZCET".charAt(scene.upTo(8)));
      args.add(scene.oneIn(4) ? 0 : scene.upTo(700));
      args.add("Type\nmessage\ntrace\nof " + scene.upTo(3) + "\nlines");
    }
    scene.runInLane("settle", SETTLER, args);
  }

  /** With follow-ups, some of them known; no more of them than tasks, or more. */
  void succeed() {
    handOn("succeed", 1);
  }

  void spread() {
    handOn("spread", 3);
  }

  private void handOn(String verb, int mostFollowUps) {
    List<Object> args = new ArrayList<>();
    args.add(scene.sequence(HANDER));
    args.add(cap);
    for (int i = scene.upTo(2); i >= 0; i--) {
      Held one = takeHeld();
      args.addAll(List.of(one.token(), one.id()));
      args.add(scene.bytes(10));
      args.add(scene.oneIn(2) ? "" : scene.oneIn(2) ? "0" : String.valueOf(scene.upTo(700)));
      int followUps = scene.upTo(mostFollowUps);
      args.add(followUps);
      for (int x = 0; x < followUps; x++) {
        args.add(scene.oneIn(3) ? "other" : scene.oneIn(2) ? way() : "");
        args.add(scene.oneIn(4) ? scene.anyId() : scene.newId());
        args.add(scene.laned(scene.envelope(scene.twins.now(), null, 0)));
        args.add(due() + (scene.oneIn(4) ? "!" + (1 + scene.upTo(900)) : ""));
      }
    }
    scene.runInLane(verb, HANDER, args);
  }

  /** Of a follow-up that is to be a member. */
  private String way() {
    String queue = scene.oneIn(3) ? "other" : "q";
    return queue + " q b" + (1 + scene.upTo(6)) + (scene.oneIn(4) ? "@other" : "@q");
  }

  void cancel() {
    scene.run("cancel", scene.anyId(), cap);
  }

  void find() {
    scene.run("find", scene.oneIn(4) ? scene.upTo(60) : 100_000, scene.anyIds(4));
  }

  void await() {
    List<String> ids = scene.anyIds(4);
    scene.run("await", 100 + scene.upTo(8000), scene.oneIn(4) ? scene.upTo(60) : 100_000, ids);
  }

  void held() {
    String holder = scene.anyHeld().token().split(":", 2)[0];
    scene.run("held", scene.oneIn(3) ? session() : holder, "0", 250);
  }

  /** A BLMOVE that ends at once, a wait for one, or its end. */
  void land() {
    scene.twins.waitOrNot();
    scene.coverage.did("BLMOVE");
  }
}
