package io.sluice.load.pace;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps a number of tasks in flight: each that ends makes room for the next. A stall slows the
 * sends and so hides itself; good to see what goes through, not how long callers wait.
 *
 * @param inFlight tasks, 1 to {@link #MOST_IN_FLIGHT}
 * @param length no send is made after it
 */
public record ClosedLoop(int inFlight, Duration length) implements Feed {
  public static final int MOST_IN_FLIGHT = OpenLoop.MOST_UNANSWERED;

  /** There is no plan to say so. */
  private static final long BY_REPLIES = -1;

  public ClosedLoop {
    if (inFlight < 1 || inFlight > MOST_IN_FLIGHT) {
      throw new IllegalArgumentException(
          "closed must be 1 to " + MOST_IN_FLIGHT + " in flight, is " + inFlight);
    }
  }

  @Override
  public String loop() {
    return "closed";
  }

  @Override
  public int most() {
    return length.isZero() ? 0 : ArrivalPlan.MAX_ARRIVALS;
  }

  @Override
  public int atOnce() {
    return inFlight;
  }

  @Override
  public long dueWithin(long nanos) {
    return BY_REPLIES;
  }

  @Override
  public long offsetNanos(int index) {
    return BY_REPLIES;
  }

  /** On the thread of the timer, so that whoever ends a task does not make the next send. */
  @Override
  public Flux<Integer> sends(Scheduler timer, long startNanos) {
    return length.isZero()
        ? Flux.empty()
        : Flux.range(0, most()).publishOn(timer).takeUntilOther(Mono.delay(length, timer));
  }
}
