package io.sluice.load.pace;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Sends by plan, whatever the replies do. */
public record OpenLoop(ArrivalPlan plan) implements Feed {
  /**
   * Sends that may be unanswered at once. At this bound the generator waits, is late, and the run
   * is invalid: a queue without bound would only hide that.
   */
  public static final int MOST_UNANSWERED = 65_536;

  @Override
  public String loop() {
    return "open";
  }

  @Override
  public int most() {
    return plan.size();
  }

  @Override
  public int atOnce() {
    return MOST_UNANSWERED;
  }

  @Override
  public Duration length() {
    return plan.size() == 0 ? Duration.ZERO : Duration.ofNanos(plan.offsetNanos(plan.size() - 1));
  }

  @Override
  public long dueWithin(long nanos) {
    return plan.dueWithin(nanos);
  }

  @Override
  public long offsetNanos(int index) {
    return plan.offsetNanos(index);
  }

  @Override
  public Flux<Integer> sends(Scheduler timer, long startNanos) {
    return new Pacer(timer, System::nanoTime).sends(plan, startNanos);
  }
}
