package io.sluice.model;

import io.sluice.redis.ScriptText;
import io.sluice.spec.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What holds at every instant: the balances, the totals, and that every running task has a finder.
 */
final class Invariants {
  private static final String REDRIVEN = "redriven";
  private static final List<String> TOTALS =
      List.of(
          "accepted",
          "succeeded",
          "retried",
          "reaped",
          "released",
          "snoozed",
          "dead",
          "cancelled",
          "expired");
  private static final int FIRST_TOTAL = 4;

  /** Behind what was purged, which a sweep does too without being asked. */
  private static final int REDRIVEN_AT = 14;

  private final World world;

  Invariants(World world) {
    this.world = world;
  }

  void check() {
    Answer audit = world.server().read("audit");
    balances(audit);
    totals(audit);
    running();
  }

  private void balances(Answer audit) {
    if (!audit.numbers(0).subList(0, 3).equals(List.of(0, 0, 0))) {
      throw world.history().violation("the balances are " + audit.numbers(0).subList(0, 3));
    }
    if (audit.number(3) != world.truth().unfinished()) {
      throw world
          .history()
          .violation(
              audit.number(3) + " are unfinished, and should be " + world.truth().unfinished());
    }
  }

  private void totals(Answer audit) {
    Map<String, Long> counted = new TreeMap<>();
    Map<String, Long> right = new TreeMap<>();
    for (int i = 0; i < TOTALS.size(); i++) {
      counted.put(TOTALS.get(i), (long) audit.number(FIRST_TOTAL + i));
      right.put(TOTALS.get(i), world.truth().total(TOTALS.get(i)));
    }
    counted.put(REDRIVEN, (long) audit.number(REDRIVEN_AT));
    right.put(REDRIVEN, world.truth().total(REDRIVEN));
    if (!counted.equals(right)) {
      throw world.history().violation("counted is " + counted + ", true is " + right);
    }
  }

  private void running() {
    Map<String, String> tokens = pairs("running");
    Map<String, String> right = new TreeMap<>();
    world.truth().running().forEach((id, task) -> right.put(id, task.token()));
    if (!new TreeMap<>(tokens).equals(right)) {
      throw world.history().violation("running are " + tokens + ", should be " + right);
    }
    Set<String> collected = sessions();
    collected.addAll(members("walk"));
    world
        .truth()
        .running()
        .values()
        .forEach(
            task -> {
              if (!collected.contains(Truth.sessionOf(task.token()))) {
                throw task.broken("runs under a session that nobody will collect");
              }
            });
  }

  Set<String> sessions() {
    return new TreeSet<>(members("sessions"));
  }

  private Map<String, String> pairs(String key) {
    return Answer.of(world.server().command("HGETALL", ScriptText.key(key))).pairs(0);
  }

  private List<String> members(String key) {
    return Answer.of(world.server().command("ZRANGE", ScriptText.key(key), "0", "-1")).texts(0);
  }
}
