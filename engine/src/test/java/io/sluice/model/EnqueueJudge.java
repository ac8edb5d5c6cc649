package io.sluice.model;

import io.sluice.spec.Answer;
import java.util.List;

/** Judges what an enqueue was answered. */
final class EnqueueJudge {
  static final String VERB = "enqueue";

  private final World world;
  private final EnqueueAnswers answers;

  /**
   * A task as a producer offers it.
   *
   * @param due empty for a fresh id, which is not checked
   */
  record Offer(String id, String content, String due) {
    boolean fresh() {
      return due.isEmpty();
    }
  }

  EnqueueJudge(World world) {
    this.world = world;
    this.answers = new EnqueueAnswers(world, VERB);
  }

  void judge(String lane, long seq, List<Offer> offers, Answer answer) {
    if (answers.tookEffect(lane, seq, answer)) {
      take(offers, answer.numbers(2), answer.number(1));
    }
  }

  private void take(List<Offer> offers, List<Integer> duplicates, int accepted) {
    if (accepted != offers.size() - duplicates.size()) {
      throw world.history().violation("enqueue took " + accepted + " of " + offers.size());
    }
    for (int i = 0; i < offers.size(); i++) {
      Offer offer = offers.get(i);
      TaskTruth task = world.truth().task(offer.id());
      if (!duplicates.contains(i + 1)) {
        boolean kept = world.conditions().surelyKeeps(task, world.now());
        task.accept(offer.content(), kept, "", TaskTruth.NEVER);
      } else if (offer.fresh()) {
        throw task.broken("was refused as a duplicate, and is fresh");
      } else {
        answers.duplicate(task);
      }
    }
    world.truth().count("accepted", accepted);
  }
}
