package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between clients and Redis: loses calls and answers, and keeps copies that arrive after the client
 * sent the call again and went on.
 */
final class Wire {
  private static final double NOT_SENT = 0.02;
  private static final double LATE = 0.04;
  private static final double REPLY_LOST = 0.05;

  /** Calls of which a run has few. */
  private static final Set<String> RARE =
      Set.of(
          "open",
          "close",
          "cancel",
          "sweep",
          "shed",
          "expire",
          "act",
          "bulk",
          "note",
          "configure",
          "shrink");

  private static final double LATE_WHEN_RARE = 0.2;
  private static final int SLOW_STEPS = 250;
  private static final int SLOWEST_STEPS = 1500;

  private final Judges judges;
  private final Dice dice;
  private final Faults faults;
  private final double trouble;
  private final List<Copy> underWay = new ArrayList<>();
  private boolean calm;
  private int step;

  /** A call that arrives later. */
  private record Copy(Call call, int arrives, boolean zombie) {}

  Wire(Judges judges, Dice dice, Faults faults, double trouble) {
    this.judges = judges;
    this.dice = dice;
    this.faults = faults;
    this.trouble = trouble;
  }

  /** Null when no answer comes, whatever happened to the call. */
  @Nullable Answer send(Call call, boolean cutOff) {
    if (cutOff || happens(NOT_SENT)) {
      faults.fired(Faults.NOT_SENT + call.verb());
      if (cutOff && dice.chance(0.2)) {
        delay(call);
      }
      return null;
    }
    if (happens(RARE.contains(call.verb()) ? LATE_WHEN_RARE : LATE)) {
      delay(call);
      return null;
    }
    Answer answer = execute(call);
    if (answer != null && happens(REPLY_LOST)) {
      faults.fired(Faults.REPLY_LOST + call.verb());
      return null;
    }
    return answer;
  }

  /** Without a fault; null when Redis refuses it. */
  @Nullable Answer surely(Call call) {
    return execute(call);
  }

  /** Somebody died while Redis blocked for him: it still moves an id, some time. */
  void leaveBehind(Call blocked) {
    underWay.add(new Copy(blocked, step + dice.below(SLOW_STEPS), true));
  }

  /** Brings what is due in this step. */
  void arriveFor(int now) {
    step = now;
    bring(underWay.stream().filter(copy -> copy.arrives <= now).toList());
  }

  /** From now on nothing goes wrong; what is under way arrives. */
  void calmDown() {
    calm = true;
    bring(List.copyOf(underWay));
  }

  /** Looks, and is always answered. */
  Answer read(String verb, String... args) {
    Answer answer = judges.run(new Call(verb, null, List.of(args)));
    if (answer == null) {
      throw new AssertionError(verb + " was refused for want of memory");
    }
    return answer;
  }

  private void bring(List<Copy> due) {
    underWay.removeAll(due);
    for (Copy copy : due) {
      Answer answer = execute(copy.call);
      faults.fired(Faults.LATE + copy.call.verb());
      if (copy.zombie && answer != null && answer.textOrNone(0) != null) {
        faults.fired(Faults.ZOMBIE_MOVED);
      }
    }
  }

  private void delay(Call call) {
    int steps = dice.below(dice.chance(0.2) ? SLOWEST_STEPS : SLOW_STEPS);
    underWay.add(new Copy(call, step + 1 + steps, false));
  }

  private @Nullable Answer execute(Call call) {
    Answer answer = judges.run(call);
    if (answer == null) {
      faults.fired(Faults.REFUSED + call.verb());
    }
    return answer;
  }

  private boolean happens(double probability) {
    return !calm && dice.chance(probability * trouble);
  }
}
