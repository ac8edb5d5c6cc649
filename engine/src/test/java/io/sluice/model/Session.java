package io.sluice.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a worker knows of its session: what it holds, and the lanes on which it speaks. */
final class Session {
  private static final int SETTLE_LANES = 2;

  private final String id;
  private final Lane claims;
  private final List<SettleLane> settles = new ArrayList<>();
  private final Map<String, String> held = new LinkedHashMap<>();
  private final Map<String, String> reported = new HashMap<>();
  private final Set<String> stopped = new TreeSet<>();
  private boolean open;
  private long extendAt;
  private long answeredClaims;

  Session(World world, String id) {
    this.id = id;
    this.claims = new Lane(id, "c");
    for (int i = 0; i < SETTLE_LANES; i++) {
      settles.add(new SettleLane(world, new Lane(id, "s" + i)));
    }
  }

  String id() {
    return id;
  }

  Lane claims() {
    return claims;
  }

  List<SettleLane> settles() {
    return settles;
  }

  boolean isOpen() {
    return open;
  }

  void opened() {
    open = true;
  }

  boolean mustExtend(long now) {
    return now >= extendAt;
  }

  void extendedUntil(long next) {
    extendAt = next;
  }

  long answeredClaims() {
    return answeredClaims;
  }

  void claimed(long seq, String token, List<String> ids) {
    for (String id : ids) {
      held.put(id, token);
      stopped.remove(id);
    }
    answeredClaims = seq;
  }

  void forget(String task) {
    held.remove(task);
  }

  int heldCount() {
    return held.size();
  }

  boolean holds(String task) {
    return held.containsKey(task);
  }

  List<String> heldTasks() {
    return List.copyOf(held.keySet());
  }

  /** A few tasks that it thinks to run, and under which tokens. */
  Map<String, String> some(int most) {
    Map<String, String> some = new LinkedHashMap<>();
    held.entrySet().stream().limit(most).forEach(each -> some.put(each.getKey(), each.getValue()));
    return some;
  }

  void stop(String task) {
    stopped.add(task);
  }

  boolean wasStopped(String task) {
    return stopped.contains(task);
  }

  /** Tasks whose outcome nobody reported yet. */
  List<String> unreported() {
    return held.keySet().stream()
        .filter(task -> !held.get(task).equals(reported.get(task)))
        .toList();
  }

  /** Under which token an outcome is to be reported. */
  String report(String task) {
    String token = held.get(task);
    reported.put(task, token);
    return token;
  }

  /** The same session may hold the task again by now, under another token. */
  void settled(String task, String token) {
    held.remove(task, token);
    reported.remove(task, token);
  }
}
