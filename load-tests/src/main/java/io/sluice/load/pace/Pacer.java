package io.sluice.load.pace;

import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes sends happen by plan. It never looks at replies; if whoever sends has no room left, what is
 * due waits, and its lateness counts against the run.
 */
public final class Pacer {
  private final Scheduler timer;
  private final LongSupplier nanoTime;

  /**
   * @param timer wakes up for the next send that is due; one thread of its own, so that nothing
   *     else delays it
   * @param nanoTime the clock that the start of a pass is given by
   */
  public Pacer(Scheduler timer, LongSupplier nanoTime) {
    this.timer = timer;
    this.nanoTime = nanoTime;
  }

  /** Emits each index of the plan when it is due, all that are due by then in one go. */
  public Flux<Integer> sends(ArrivalPlan plan, long startNanos) {
    return Flux.defer(() -> new Pass(plan, startNanos).all());
  }

  /** One walk through a plan. Its signals are serial, so its cursor needs no guard. */
  private final class Pass {
    private final ArrivalPlan plan;
    private final long start;
    private int next;

    Pass(ArrivalPlan plan, long start) {
      this.plan = plan;
      this.start = start;
    }

    Flux<Integer> all() {
      return plan.size() == 0 ? Flux.empty() : Flux.defer(this::burst).repeat(this::unfinished);
    }

    private boolean unfinished() {
      return next < plan.size();
    }

    private Flux<Integer> burst() {
      long wait = plan.offsetNanos(next) - elapsed();
      return wait <= 0
          ? due()
          : Mono.delay(Duration.ofNanos(wait), timer).thenMany(Flux.defer(this::due));
    }

    private Flux<Integer> due() {
      long now = elapsed();
      int from = next;
      while (unfinished() && plan.offsetNanos(next) <= now) {
        next++;
      }
      return Flux.range(from, next - from);
    }

    private long elapsed() {
      return nanoTime.getAsLong() - start;
    }
  }
}
