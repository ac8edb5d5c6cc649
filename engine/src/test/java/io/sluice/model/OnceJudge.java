package io.sluice.model;

import io.sluice.model.KeyTruth.Held;
import io.sluice.spec.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges what an enqueue with conditions was answered, item by item. */
final class OnceJudge {
  static final String VERB = "enqueue_once";
  private static final String ACCEPTED = "accepted";

  private final World world;
  private final EnqueueAnswers answers;

  /** A task as a producer offers it; a key that is empty is none. */
  record Offer(
      String id,
      String content,
      String due,
      String createdAt,
      String expiresIn,
      String uniqueKey,
      int uniqueMs,
      String onConflict,
      String requestKey,
      int requestMs,
      String fingerprint) {

    boolean replaces() {
      return onConflict.equals("replace");
    }

    long expiresAt(long now) {
      return expiresIn.isEmpty() ? TaskTruth.NEVER : now + Long.parseLong(expiresIn);
    }
  }

  /** By the call that is judged. */
  private Set<String> takenInTogether = Set.of();

  OnceJudge(World world) {
    this.world = world;
    this.answers = new EnqueueAnswers(world, VERB);
  }

  void judge(String lane, long seq, List<Offer> offers, Answer answer) {
    if (answers.tookEffect(lane, seq, answer)) {
      Map<Integer, String> refusals = new HashMap<>();
      for (int i = 2; i < answer.size(); i += 2) {
        refusals.put(answer.number(i), answer.text(i + 1));
      }
      if (answer.number(1) != offers.size() - refusals.size()) {
        throw world.history().violation(VERB + " of " + offers.size() + " answered " + answer);
      }
      Set<String> takenIn = new HashSet<>();
      for (int i = 0; i < offers.size(); i++) {
        if (!refusals.containsKey(i + 1)) {
          takenIn.add(offers.get(i).id());
        }
      }
      takenInTogether = takenIn;
      for (int i = 0; i < offers.size(); i++) {
        judge(offers.get(i), refusals.getOrDefault(i + 1, ACCEPTED));
      }
    }
  }

  private void judge(Offer offer, String verdict) {
    String[] words = verdict.split(" ", -1);
    switch (words[0]) {
      case ACCEPTED -> accept(offer);
      case "duplicate" -> {
        mustNotAnswerTheRequest(offer);
        answers.duplicate(world.truth().task(offer.id()));
      }
      case "again", "mismatch" -> answersTheRequest(offer, verdict);
      case "reject", "keep" -> {
        mustNotAnswerTheRequest(offer);
        isInTheWay(offer, words[0], words[1]);
      }
      default -> throw world.history().violation(VERB + " judged " + offer + ": " + verdict);
    }
  }

  private void accept(Offer offer) {
    mustNotAnswerTheRequest(offer);
    @Nullable Held other = world.truth().keys().of(offer.uniqueKey());
    if (other != null && other.perhaps(world.now())) {
      makeRoom(offer, other);
    }
    long now = world.now();
    TaskTruth task = world.truth().task(offer.id());
    task.accept(
        offer.content(),
        world.conditions().surelyKeeps(task, now),
        offer.createdAt(),
        offer.expiresAt(now));
    world.truth().count("accepted", 1);
    world.truth().mayExpire(task);
    task.takeKey(offer.uniqueKey(), offer.uniqueMs());
    world.truth().keys().take(offer.uniqueKey(), offer.uniqueMs(), task, now, "");
    world
        .truth()
        .keys()
        .take(offer.requestKey(), offer.requestMs(), task, now, offer.fingerprint());
  }

  private void makeRoom(Offer offer, Held other) {
    boolean replaced = offer.replaces() && other.task().replaceable();
    if (!replaced && other.surely(world.now())) {
      throw other.task().broken("holds the key of " + offer + ", which was taken in");
    }
    if (replaced && (other.surely(world.now()) || hasEnded(other.task()))) {
      other.task().cancel();
      world.truth().count("cancelled", 1);
      world.faults().fired(Faults.REPLACED);
    }
  }

  private boolean hasEnded(TaskTruth task) {
    Answer found = world.server().read("find", "1", task.id()).part(0);
    return List.of("unknown", "finished", "cancelled").contains(found.text(0))
        // Its id was taken in anew by the same call, which says that it had ended.
        || takenInTogether.contains(task.id());
  }

  private void isInTheWay(Offer offer, String verdict, String id) {
    @Nullable Held other = world.truth().keys().of(offer.uniqueKey());
    TaskTruth task = world.truth().task(id);
    if (other == null || !other.task().equals(task) || !other.perhaps(world.now())) {
      throw task.broken("was said to be in the way of " + offer + "; it is " + other);
    }
    if (offer.replaces() && task.replaceable()) {
      throw task.broken("was not replaced by " + offer);
    }
    if (!verdict.equals(offer.onConflict().equals("keep") ? "keep" : "reject")) {
      throw task.broken("is in the way of " + offer + ", told " + verdict);
    }
    world.faults().fired(Faults.NOT_UNIQUE);
  }

  private void mustNotAnswerTheRequest(Offer offer) {
    @Nullable Held earlier = world.truth().keys().of(offer.requestKey());
    if (earlier != null && earlier.surely(world.now())) {
      throw earlier.task().broken("answers the request of " + offer + ", which was judged anew");
    }
  }

  private void answersTheRequest(Offer offer, String verdict) {
    @Nullable Held earlier = world.truth().keys().of(offer.requestKey());
    if (earlier == null || !earlier.surely(world.now())) {
      throw world.history().violation(offer + " was told " + verdict + "; it is " + earlier);
    }
    String right =
        earlier.fingerprint().equals(offer.fingerprint())
            ? "again " + earlier.task().id() + " " + earlier.createdAt()
            : "mismatch " + earlier.task().id();
    if (!verdict.equals(right)) {
      throw earlier.task().broken("answers the request of " + offer + ", told " + verdict);
    }
    world.faults().fired(Faults.REQUEST_AGAIN);
  }
}
