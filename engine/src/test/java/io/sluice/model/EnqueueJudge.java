package io.sluice.model;

import java.util.List;

/** Judges what an enqueue was answered. */
final class EnqueueJudge {
  private static final String VERB = "enqueue";

  private final World world;

  /**
   * A task as a producer offers it.
   *
   * @param due empty for a fresh id, which is not checked
   */
  record Offer(String id, String envelope, String due) {
    boolean fresh() {
      return due.isEmpty();
    }
  }

  EnqueueJudge(World world) {
    this.world = world;
  }

  void judge(String lane, long seq, List<Offer> offers, Answer answer) {
    switch (answer.text(0)) {
      case "ok" -> {
        take(offers, answer.numbers(2), answer.number(1));
        world.receipts().first(lane, seq, answer.values().subList(1, answer.size()));
      }
      case "full" -> {
        if (world.receipts().has(lane, seq)) {
          mustEqual("full", lane, seq);
        } else {
          world.receipts().first(lane, seq, "full");
          world.faults().fired(Faults.BACKLOG_FULL);
        }
      }
      case "replayed" -> mustEqual(answer.values().subList(1, answer.size()), lane, seq);
      case "old" -> world.receipts().old(VERB, lane, seq);
      default -> throw world.history().violation("enqueue answered " + answer);
    }
  }

  private void mustEqual(Object again, String lane, long seq) {
    Object before = world.receipts().replayed(VERB, lane, seq);
    if (!before.equals(again)) {
      throw world.history().violation("enqueue was answered " + before + ", again " + again);
    }
  }

  private void take(List<Offer> offers, List<Integer> duplicates, int accepted) {
    if (accepted != offers.size() - duplicates.size()) {
      throw world.history().violation("enqueue took " + accepted + " of " + offers.size());
    }
    for (int i = 0; i < offers.size(); i++) {
      Offer offer = offers.get(i);
      TaskTruth task = world.truth().task(offer.id());
      if (duplicates.contains(i + 1)) {
        refuse(task, offer);
      } else {
        task.accept(offer.envelope(), staysKnown(task));
      }
    }
    world.truth().count("accepted", accepted);
  }

  private void refuse(TaskTruth task, Offer offer) {
    if (task.state() == TaskTruth.State.UNKNOWN || offer.fresh()) {
      throw task.broken("was refused as a duplicate");
    }
    task.note("refused as a duplicate");
  }

  private boolean staysKnown(TaskTruth task) {
    return task.state() == TaskTruth.State.DEAD
        ? world.conditions().deadCap() >= 10_000
        : world.conditions().keepsAll();
  }
}
