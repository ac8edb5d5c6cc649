package io.sluice.model;

import io.sluice.redis.ScriptText;
import io.sluice.spec.Answer;
import java.util.List;
import java.util.Map;

/**
 * Judges what a reaper took from whom: sees what is missing among the running, and says where to.
 */
final class ReapJudge {
  private final World world;

  ReapJudge(World world) {
    this.world = world;
  }

  void judge(Answer answer) {
    int reaped = answer.number(2);
    if (reaped > 0) {
      List<TaskTruth> taken = taken();
      if (taken.size() != reaped) {
        throw world.history().violation("reap counts " + reaped + " and took " + taken);
      }
      putBack(taken, answer);
    }
  }

  private List<TaskTruth> taken() {
    Object all = world.server().command("HGETALL", ScriptText.key("running"));
    Map<String, String> left = Answer.of(all).pairs(0);
    return world.truth().running().values().stream()
        .filter(task -> !left.containsKey(task.id()))
        .toList();
  }

  private void putBack(List<TaskTruth> taken, Answer answer) {
    long dead = 0;
    long cancelled = 0;
    for (TaskTruth task : taken) {
      String session = Truth.sessionOf(task.token());
      if (world.truth().alive(session, world.now())) {
        throw task.broken("was reaped from a session that lives");
      }
      world.truth().left(task);
      task.reap(world.conditions().maxCrashes(), Keeper.POISON);
      dead += task.state() == TaskTruth.State.DEAD ? 1 : 0;
      cancelled += task.state() == TaskTruth.State.CANCELLED ? 1 : 0;
    }
    if (answer.number(3) != dead || answer.number(4) != cancelled) {
      throw taken
          .get(0)
          .broken("and others, %d dead, %d cancelled: %s".formatted(dead, cancelled, answer));
    }
    world.truth().count("reaped", taken.size());
    world.truth().count("dead", dead);
    world.truth().count("cancelled", cancelled);
    world.faults().fired(Faults.CRASH_LIMIT, dead);
  }
}
