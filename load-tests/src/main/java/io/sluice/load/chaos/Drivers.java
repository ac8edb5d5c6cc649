package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultPlan;
import io.sluice.load.fault.FaultRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lets the faults of a run happen, those of each place on a thread of their own. */
final class Drivers {
  private final ChaosPlan plan;
  private final FaultLog faults;
  private final List<FaultDriver> all = new ArrayList<>();

  private Drivers(ChaosPlan plan, FaultLog faults) {
    this.plan = plan;
    this.faults = faults;
  }

  /**
   * @param places where faults happen in this run
   * @param beginNanos when tasks begin to be sent
   */
  static Drivers begin(
      ChaosPlan plan,
      FaultLog faults,
      Map<Fault.Where, FaultDriver.Place> places,
      long beginNanos) {
    FaultPlan drawn = FaultPlan.draw(plan.rules(), plan.length(), plan.seed());
    Drivers drivers = new Drivers(plan, faults);
    places.forEach(
        (where, place) ->
            drivers.all.add(new FaultDriver(where, drawn, place, faults, beginNanos).begin()));
    return drivers;
  }

  /** Waits until all faults have happened. */
  void finish() throws InterruptedException {
    for (FaultDriver driver : all) {
      driver.finish();
    }
  }

  /** What went wrong, and what was asked for and did not happen. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    all.forEach(driver -> problems.addAll(driver.problems()));
    for (FaultRule rule : plan.rules()) {
      int fired = faults.counts().getOrDefault(rule.fault(), 0);
      if (fired == 0 || fired < rule.count()) {
        problems.add(
            rule.fault().wireName()
                + " happened "
                + fired
                + " times, should have "
                + Math.max(1, rule.count())
                + " at least");
      }
    }
    return problems;
  }
}
