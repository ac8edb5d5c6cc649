package io.sluice.model;

import io.sluice.spec.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Judges which outcomes were accepted and which were told lost. */
final class SettleJudge {
  private static final String VERB = "settle";

  private final World world;

  /**
   * An outcome of a run.
   *
   * @param outcome S succeeded, K succeeded and kept for delayMs, R retry, B bury, L release, Z
   *     snooze, C cancel, E expire
   */
  record Result(String id, String token, char outcome, int delayMs) {
    /** The same one whenever the task fails. */
    String error() {
      return id.hashCode() % 2 == 0 ? "T" : "U";
    }
  }

  SettleJudge(World world) {
    this.world = world;
  }

  void judge(String lane, long seq, List<Result> results, Answer answer) {
    switch (answer.text(0)) {
      case "ok" -> {
        List<Integer> lost = answer.numbers(1);
        record(results, lost);
        world.receipts().first(lane, seq, lost);
      }
      case "replayed" -> {
        Object before = world.receipts().replayed(VERB, lane, seq);
        if (!Objects.equals(before, answer.numbers(1))) {
          throw world.history().violation("settle lost " + before + ", again " + answer);
        }
      }
      case "old" -> world.receipts().old(VERB, lane, seq);
      default -> throw world.history().violation("settle answered " + answer);
    }
  }

  private void record(List<Result> results, List<Integer> lost) {
    List<TaskTruth> unsaid = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      TaskTruth task = world.truth().task(result.id());
      boolean accepted = !lost.contains(i + 1);
      if (task.heldBy(result.token())) {
        if (accepted) {
          end(task, result);
        } else {
          unsaid.add(task);
        }
      } else if (accepted) {
        throw task.broken("let the stale " + result + " in");
      } else {
        task.note("refused " + result);
      }
    }
    for (TaskTruth task : unsaid) {
      throw task.broken("was told lost by the settle of who runs it");
    }
  }

  private void end(TaskTruth task, Result result) {
    world.truth().left(task);
    switch (result.outcome()) {
      case 'S' -> {
        task.succeed();
        world.truth().count("succeeded", 1);
      }
      case 'K' -> {
        task.succeedKeptFor(result.delayMs());
        world.truth().count("succeeded", 1);
      }
      case 'E' -> {
        task.expire();
        world.truth().count("expired", 1);
      }
      case 'C' -> {
        task.cancel();
        world.truth().count("cancelled", 1);
      }
      case 'B' -> {
        task.bury(result.error());
        world.truth().count("dead", 1);
      }
      case 'R' -> world.truth().count(task.retry() ? "retried" : "cancelled", 1);
      case 'L' -> world.truth().count(task.release() ? "released" : "cancelled", 1);
      case 'Z' -> world.truth().count(task.snooze() ? "snoozed" : "cancelled", 1);
      default -> throw new IllegalArgumentException("no outcome " + result);
    }
  }
}
