package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.List;

/** Cancels tasks and looks them up, pauses the queue, and limits how many run. */
final class Operator {
  private static final List<String> ACTS =
      List.of(
          ActJudge.RUN_NOW, ActJudge.RETRY, ActJudge.RETRY, ActJudge.RESCHEDULE, ActJudge.DELETE);

  private final World world;
  private final ActJudge actJudge;
  private final BulkActs bulks;

  Operator(World world) {
    this.world = world;
    this.actJudge = new ActJudge(world);
    this.bulks = new BulkActs(world);
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
    Answer view = world.server().read("find", "1", task.id()).part(0);
    String state = view.size() == 0 ? "" : String.valueOf(view.textOrNone(0));
    if (!fits(task, state, view)) {
      throw task.broken("was found " + view);
    }
  }

  void actOnOne() {
    String what = world.dice().oneOf(ACTS);
    TaskTruth task = what.equals(ActJudge.RETRY) ? anyDead() : anyTask();
    long at = world.now() + world.dice().between(-300, 2000);
    List<String> args = List.of(what, task.id(), String.valueOf(at));
    Answer heard =
        world
            .wire()
            .send(
                new Call(ActJudge.VERB, null, args, reply -> actJudge.judge(what, task, at, reply)),
                false);
    if (heard != null) {
      task.note("told " + heard + " to " + what);
    }
  }

  void actOnMany() {
    bulks.turn();
  }

  void pause() {
    world.faults().fired(Faults.QUEUE_PAUSED);
    tell(world.dice().chance(0.5) ? Rules.pause() : Rules.pause(world.dice().between(1, 1500)));
  }

  void limit() {
    tell(Rules.limit(world.dice().between(1, 12)));
  }

  void letGo() {
    tell(Rules.resume());
    tell(Rules.noLimit());
  }

  private void tell(List<String> settings) {
    Answer unused =
        world
            .wire()
            .send(
                new Call(
                    "configure",
                    null,
                    settings,
                    answer -> world.truth().rules().told(settings, world.now())),
                false);
  }

  private TaskTruth anyDead() {
    List<TaskTruth> dead =
        world.truth().tasks().stream()
            .filter(task -> task.state() == TaskTruth.State.DEAD)
            .toList();
    return dead.isEmpty() || world.dice().chance(0.3) ? anyTask() : world.dice().oneOf(dead);
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
              state == TaskTruth.State.WAITING
                  || state == TaskTruth.State.CANCELLED
                  || state == TaskTruth.State.GONE;
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
