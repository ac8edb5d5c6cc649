package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.measure.LedgerVerdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of faults came to.
 *
 * @param verdict of the judge, with each must that was broken
 * @param fired how often each fault happened
 * @param problems what makes the run worth less: a fault that never happened, say
 * @param figures by the names that they have in results
 * @param safety what was asked of the enqueues and what became of them, in a sentence
 * @param story of the first task that a rule is broken for; null when there is none
 */
public record ChaosResult(
    LedgerVerdict verdict,
    Map<Fault, Integer> fired,
    List<String> problems,
    Map<String, ?> figures,
    double enqueuedPerSecond,
    double completedPerSecond,
    String safety,
    @Nullable String story) {

  public ChaosResult {
    fired = Map.copyOf(fired);
    problems = List.copyOf(problems);
  }
}
