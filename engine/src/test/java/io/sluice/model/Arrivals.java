package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.List;

/** Where a worker waits when the queue ran dry: blocked in a BLMOVE, which may outlive it. */
final class Arrivals {
  private static final double ENDS_BY_ITSELF = 0.15;

  private final World world;
  private List<String> adopted = List.of();
  private boolean parked;

  Arrivals(World world) {
    this.world = world;
  }

  boolean parked() {
    return parked;
  }

  void park() {
    parked = true;
  }

  /** What was brought to landing for this worker and no claim was answered for yet. */
  List<String> adopted() {
    return adopted;
  }

  void taken() {
    adopted = List.of();
  }

  /** The blocked call brings an id, or ends by itself, or is never heard of again. */
  void look(boolean cutOff) {
    if (!parked) {
      return;
    }
    if (world.dice().chance(ENDS_BY_ITSELF)) {
      parked = false;
      return;
    }
    Answer answer = world.wire().send(blocked(), cutOff);
    if (answer == null) {
      parked = false;
    } else if (answer.textOrNone(0) != null) {
      parked = false;
      adopted = List.of(answer.text(0));
    }
  }

  /** Redis does not know yet that nobody waits any more. */
  void leaveBehind() {
    if (parked) {
      world.wire().leaveBehind(blocked());
      parked = false;
    }
  }

  private static Call blocked() {
    return new Call(Call.BLMOVE, null, List.of());
  }
}
