package io.sluice.model;

import io.sluice.spec.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges what a claim was answered. */
final class ClaimJudge {
  private static final String VERB = "claim";

  private final World world;
  private final ExpiryJudge expiries;

  /** What a claim gave when it ran. */
  private record Given(String token, List<String> ids) {}

  ClaimJudge(World world) {
    this.world = world;
    this.expiries = new ExpiryJudge(world);
  }

  void judge(String lane, String session, long seq, int max, List<String> types, Answer answer) {
    switch (answer.text(0)) {
      case "ok", "more", "paused", "limited" -> take(lane, session, seq, max, types, answer);
      case "replayed" -> giveAgain(lane, seq, answer);
      case Lane.LARGE -> mustBeGiven(lane, seq);
      case "gone" -> mustBeOver(session);
      case "old" -> world.receipts().old(VERB, lane, seq);
      default -> throw world.history().violation("claim answered " + answer);
    }
  }

  private void take(
      String lane, String session, long seq, int max, List<String> types, Answer answer) {
    world.faults().fired(Faults.EXPIRED_AT_CLAIM, expiries.look());
    Given given = given(answer);
    int room = mayTake(answer);
    if (given.ids.size() > Math.min(max, room)) {
      throw world
          .history()
          .violation("claim of %d with room for %d: %s".formatted(max, room, answer));
    }
    Answer envelopes = answer.part(3);
    Answer records = answer.part(4);
    for (int i = 0; i < given.ids.size(); i++) {
      TaskTruth task = world.truth().task(given.ids.get(i));
      task.claim(given.token, envelopes.text(i), counts(records.textOrNone(i)));
      world.truth().began(task);
      if (!types.isEmpty() && !types.contains(task.type())) {
        throw task.broken("is of type " + task.type() + " and was given to a claim of " + types);
      }
    }
    noTwoSuspects(session);
    world.receipts().first(lane, seq, given);
  }

  /** How many more may run by the rules of the queue, which its status must tell. */
  private int mayTake(Answer answer) {
    int room = world.truth().rules().mostRunning() - world.truth().running().size();
    String status =
        world.truth().rules().paused(world.now()) ? "paused" : room <= 0 ? "limited" : "ok";
    if (answer.is("more")) {
      world.faults().fired(Faults.BYTES_FULL);
    }
    if (!answer.is(status) && !(status.equals("ok") && answer.is("more"))) {
      throw world.history().violation("claim is to be " + status + ": " + answer);
    }
    if (room <= 0) {
      world.faults().fired(Faults.LIMITED);
    }
    return status.equals("ok") ? room : 0;
  }

  private void giveAgain(String lane, long seq, Answer answer) {
    Given first = (Given) world.receipts().replayed(VERB, lane, seq);
    Given again = given(answer);
    List<String> still =
        first.ids.stream().filter(id -> world.truth().task(id).heldBy(first.token)).toList();
    if (!again.token.equals(first.token) || !again.ids.equals(still)) {
      throw world
          .history()
          .violation("claim gave " + first + ", holds " + still + ", was told again " + again);
    }
  }

  /** What a call gave that took effect before went back as far as it did not fit any more. */
  void shrunk(String lane, String session, long seq, Answer answer) {
    List<String> left = answer.texts(0);
    if (left.isEmpty()) {
      return;
    }
    world.faults().fired(Faults.SHRUNK);
    Given first = (Given) world.receipts().given(lane, seq);
    for (String id : left) {
      TaskTruth task = world.truth().task(id);
      if (!first.ids.contains(id) || !task.heldBy(first.token)) {
        throw task.broken(
            "went back from claim " + seq + " of " + session + " which gave " + first);
      }
      if (!task.release()) {
        world.truth().count("cancelled", 1);
      }
      world.truth().left(task);
    }
  }

  private void mustBeGiven(String lane, long seq) {
    if (!world.receipts().has(lane, seq)) {
      throw world
          .history()
          .violation("claim " + seq + " of " + lane + " is large and gave nothing");
    }
  }

  private void noTwoSuspects(String session) {
    List<TaskTruth> suspects =
        world.truth().runningIn(session).stream().filter(TaskTruth::suspect).toList();
    if (!suspects.isEmpty()) {
      world.faults().fired(Faults.SUSPECT_HELD);
    }
    if (suspects.size() > 1) {
      throw suspects.get(0).broken("and others that crashed twice are in one session: " + suspects);
    }
  }

  private void mustBeOver(String session) {
    if (world.truth().alive(session, world.now())) {
      throw world.history().violation("session " + session + " was told gone and lives");
    }
  }

  private static Given given(Answer answer) {
    return new Given(answer.text(1), new ArrayList<>(answer.part(2).texts(0)));
  }

  private static String counts(@Nullable String record) {
    String[] words = Objects.requireNonNullElse(record, "0 0").split(" ", 3);
    return words[0] + " " + words[1];
  }
}
