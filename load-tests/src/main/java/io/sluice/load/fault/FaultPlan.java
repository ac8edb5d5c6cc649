package io.sluice.load.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Which faults come in a run, and when; the same seed makes the same plan.
 *
 * @param inOrder by time
 */
public record FaultPlan(List<Due> inOrder) {
  /**
   * @param atMillis from the start of the run
   */
  public record Due(long atMillis, Fault fault) {}

  public FaultPlan {
    inOrder = List.copyOf(inOrder);
  }

  /** Draws the instants. */
  public static FaultPlan draw(List<FaultRule> rules, Duration run, long seed) {
    List<Due> all = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (FaultRule rule : rules) {
      for (long instant : rule.instants(run.toMillis(), random.split())) {
        all.add(new Due(instant, rule.fault()));
      }
    }
    all.sort(Comparator.comparingLong(Due::atMillis));
    return new FaultPlan(all);
  }

  /** The faults that come at these places, once each. */
  public FaultPlan at(Fault.Where where) {
    return new FaultPlan(inOrder.stream().filter(due -> due.fault().where() == where).toList());
  }

  /** All that fit. */
  public static List<FaultRule> usual(Predicate<Fault> fits) {
    return Arrays.stream(Fault.values()).filter(fits).map(FaultRule::usual).toList();
  }
}
