package io.sluice.model;

import io.sluice.redis.ScriptText;
import java.util.List;

/** Cancels tasks, looks them up, and pauses the queue. */
final class Operator {
  private final World world;

  Operator(World world) {
    this.world = world;
  }

  void cancelOne() {
    TaskTruth task = world.dice().chance(0.4) ? anyRunning() : cancelledOrAny();
    world.truth().cancelWasAsked(task.id());
    List<String> args = List.of(task.id(), String.valueOf(world.conditions().cap()));
    Answer heard =
        world.wire().send(new Call("cancel", null, args, reply -> judgeCancel(task, reply)), false);
    if (heard != null) {
      task.note("told " + heard.text(0));
    }
  }

  void lookOneUp() {
    TaskTruth task = cancelledOrAny();
    Answer view = world.server().read("find", task.id()).part(0);
    String state = view.size() == 0 ? "" : String.valueOf(view.textOrNone(0));
    if (!fits(task, state, view)) {
      throw task.broken("was found " + view);
    }
  }

  void pause(boolean whether) {
    if (whether && !world.truth().paused()) {
      world.faults().fired(Faults.QUEUE_PAUSED);
    }
    String settings = ScriptText.key("settings");
    if (whether) {
      world.server().writeAnyway(settings, "HSET", "paused", "1");
    } else {
      world.server().writeAnyway(settings, "HDEL", "paused");
    }
    world.truth().pause(whether);
  }

  private TaskTruth anyRunning() {
    List<TaskTruth> all = List.copyOf(world.truth().running().values());
    return all.isEmpty() ? anyTask() : world.dice().oneOf(all);
  }

  private TaskTruth cancelledOrAny() {
    List<String> lately = world.truth().cancelledLately();
    return lately.isEmpty() || world.dice().chance(0.7)
        ? anyTask()
        : world.truth().task(world.dice().oneOf(lately));
  }

  private TaskTruth anyTask() {
    List<TaskTruth> all = List.copyOf(world.truth().tasks());
    if (all.isEmpty()) {
      return world.truth().task("nobody-offered-this");
    }
    int recent = Math.min(all.size(), 60);
    return all.get(all.size() - 1 - world.dice().below(recent));
  }

  private void judgeCancel(TaskTruth task, Answer answer) {
    TaskTruth.State state = task.state();
    boolean right =
        switch (answer.text(0)) {
          case "cancelled" ->
              state == TaskTruth.State.WAITING || state == TaskTruth.State.CANCELLED;
          case "asked" -> state == TaskTruth.State.RUNNING;
          case "finished" -> state.finished();
          case "dead" -> state == TaskTruth.State.DEAD;
          default -> !task.unfinished();
        };
    if (!right) {
      throw task.broken("was told " + answer + " to a cancel");
    }
    if (state == TaskTruth.State.RUNNING) {
      task.askCancel();
    } else if (state == TaskTruth.State.WAITING) {
      task.cancel();
      world.truth().count("cancelled", 1);
    }
  }

  private static boolean fits(TaskTruth task, String state, Answer view) {
    return switch (state) {
      case "running" -> task.heldBy(view.text(1));
      case "finished" -> task.state().finished();
      case "cancelled" -> task.state() == TaskTruth.State.CANCELLED;
      case "scheduled", "retrying", "ready" -> task.state() == TaskTruth.State.WAITING;
      case "dead" -> task.state() == TaskTruth.State.DEAD;
      default -> !task.unfinished();
    };
  }
}
