package io.sluice.claim;

import io.sluice.store.Settlement.HandedOn;
import io.sluice.task.Outcome;
import java.util.List;

/**
 * How a run ended.
 *
 * @param followUps what is enqueued exactly if the outcome is accepted; only of one that succeeded
 */
public record Ended(Outcome outcome, List<HandedOn> followUps) {
  /** Without follow-ups. */
  public static Ended with(Outcome outcome) {
    return new Ended(outcome, List.of());
  }
}
