package io.sluice.model;

import io.sluice.spec.Answer;

/** Judges what an act on one task was answered, and remembers what it made of the task. */
final class ActJudge {
  static final String VERB = "act";
  static final String RUN_NOW = "run_now";
  static final String RETRY = "retry";
  static final String RESCHEDULE = "reschedule";
  static final String DELETE = "delete";

  private static final String DONE = "done";
  private static final String AS_IT_IS = "as it is";
  private static final String NO = "no";
  private static final String HELD = "held";
  private static final String LATE = "late";

  private final World world;

  ActJudge(World world) {
    this.world = world;
  }

  /**
   * @param at the time that a reschedule gives
   */
  void judge(String what, TaskTruth task, long at, Answer answer) {
    String verdict = answer.text(0);
    String was = answer.text(1);
    if (verdict.equals(HELD)) {
      isHeld(what, task, was, answer);
      return;
    }
    if (!isIn(was, task) || !verdict.equals(allowed(what, was, task, at))) {
      throw task.broken("was told " + answer + " to " + what);
    }
    if (verdict.equals(DONE) && what.equals(DELETE)) {
      world.truth().delete(task);
      world.faults().fired(Faults.DELETED);
    } else if (verdict.equals(DONE) && was.equals("dead")) {
      world.truth().keys().revive(task, world.now());
      world.truth().count("redriven", 1);
      world.faults().fired(Faults.REVIVED);
    }
  }

  private void isHeld(String what, TaskTruth task, String holder, Answer answer) {
    KeyTruth.Held held = world.truth().keys().of(task.uniqueKey());
    if (!what.equals(RETRY)
        || task.state() != TaskTruth.State.DEAD
        || held == null
        || holder.equals(task.id())
        || !held.task().id().equals(holder)
        || !held.perhaps(world.now())) {
      throw task.broken("was told " + answer + " to " + what + "; its key: " + held);
    }
    world.faults().fired(Faults.KEY_IS_HELD);
  }

  private boolean isIn(String state, TaskTruth task) {
    return switch (state) {
      case "scheduled", "ready", "retrying" -> task.state() == TaskTruth.State.WAITING;
      case "running" -> task.state() == TaskTruth.State.RUNNING;
      case "dead" -> task.state() == TaskTruth.State.DEAD;
      case "succeeded" -> task.state() == TaskTruth.State.SUCCEEDED;
      case "cancelled" -> task.state() == TaskTruth.State.CANCELLED;
      case "expired" -> task.state() == TaskTruth.State.EXPIRED;
      default ->
          !task.unfinished()
              && !(task.state().ended() && world.conditions().surelyKeeps(task, world.now()));
    };
  }

  private String allowed(String what, String state, TaskTruth task, long at) {
    if (what.equals(RESCHEDULE)
        && (state.equals("scheduled") || state.equals("retrying"))
        && at > world.now()
        && task.tooLate(at)) {
      return LATE;
    }
    return switch (state) {
      case "" -> "unknown";
      case "scheduled" -> what.equals(RETRY) ? NO : DONE;
      case "ready" -> what.equals(DELETE) ? DONE : what.equals(RESCHEDULE) ? NO : AS_IT_IS;
      case "running" -> what.equals(DELETE) || what.equals(RESCHEDULE) ? NO : AS_IT_IS;
      case "retrying" -> DONE;
      case "dead" -> what.equals(RETRY) || what.equals(DELETE) ? DONE : NO;
      default -> what.equals(DELETE) ? DONE : NO;
    };
  }
}
