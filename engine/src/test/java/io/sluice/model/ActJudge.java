package io.sluice.model;

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

  private final World world;

  ActJudge(World world) {
    this.world = world;
  }

  void judge(String what, TaskTruth task, Answer answer) {
    String verdict = answer.text(0);
    String was = answer.text(1);
    if (!isIn(was, task) || !verdict.equals(allowed(what, was))) {
      throw task.broken("was told " + answer + " to " + what);
    }
    if (verdict.equals(DONE) && what.equals(DELETE)) {
      world.truth().delete(task);
      world.faults().fired(Faults.DELETED);
    } else if (verdict.equals(DONE) && was.equals("dead")) {
      task.revive();
      world.truth().count("redriven", 1);
      world.faults().fired(Faults.REVIVED);
    }
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

  private static String allowed(String what, String state) {
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
