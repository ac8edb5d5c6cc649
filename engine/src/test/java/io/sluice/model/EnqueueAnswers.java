package io.sluice.model;

import io.sluice.redis.ScriptText;
import io.sluice.spec.Answer;

/** What any enqueue may be answered, whatever it offers. */
final class EnqueueAnswers {
  private static final String FULL = "full";

  private final World world;
  private final String verb;

  EnqueueAnswers(World world, String verb) {
    this.world = world;
    this.verb = verb;
  }

  /** Whether the call did something now; all else is judged here. */
  boolean tookEffect(String lane, long seq, Answer answer) {
    switch (answer.text(0)) {
      case "ok" -> {
        world.receipts().first(lane, seq, answer.values().subList(1, answer.size()));
        return true;
      }
      case FULL -> {
        if (world.receipts().has(lane, seq)) {
          mustEqual(FULL, lane, seq);
        } else {
          world.receipts().first(lane, seq, FULL);
          world.faults().fired(Faults.BACKLOG_FULL);
        }
      }
      case "replayed" -> mustEqual(answer.values().subList(1, answer.size()), lane, seq);
      case "old" -> world.receipts().old(verb, lane, seq);
      default -> throw world.history().violation(verb + " answered " + answer);
    }
    return false;
  }

  private void mustEqual(Object again, String lane, long seq) {
    Object before = world.receipts().replayed(verb, lane, seq);
    if (!before.equals(again)) {
      throw world.history().violation(verb + " was answered " + before + ", again " + again);
    }
  }

  /** An id is refused while there is a task of that id, and until a deleted one left its list. */
  void duplicate(TaskTruth task) {
    boolean known = task.state() != TaskTruth.State.UNKNOWN;
    if (!known || (task.state() == TaskTruth.State.GONE && !isGhost(task))) {
      throw task.broken("was refused as a duplicate");
    }
    task.note("refused as a duplicate");
  }

  private boolean isGhost(TaskTruth task) {
    Object ghost = world.server().command("HEXISTS", ScriptText.key("ghosts"), task.id());
    return Long.valueOf(1).equals(ghost);
  }
}
