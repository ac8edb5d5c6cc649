package io.sluice.load.scenario;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.load.measure.IdSum;
import io.sluice.load.traffic.Stall;
import io.sluice.task.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Counts the tasks whose end the engine reports, and says when there are enough. Driven by the
 * engine's own events: polling Redis would add to the CPU that is being measured.
 */
final class Settlements implements EngineListener {
  private final AtomicLong ended = new AtomicLong();
  private final IdSum succeeded = new IdSum();
  private volatile Goal goal = new Goal(Long.MAX_VALUE, Sinks.one());

  private record Goal(long count, Sinks.One<Long> reached) {
    void check(long count) {
      if (count >= this.count) {
        reached.tryEmitValue(System.nanoTime());
      }
    }
  }

  @Override
  public void on(EngineEvent event) {
    if (!(event instanceof EngineEvent.TaskSettled settled)) {
      return;
    }
    Outcome outcome = settled.outcome();
    if (outcome instanceof Outcome.Succeed) {
      succeeded.add(settled.id().value());
    } else if (!(outcome instanceof Outcome.Bury || outcome instanceof Outcome.Cancel)) {
      return;
    }
    goal.check(ended.incrementAndGet());
  }

  /** How many have ended so far. */
  long ended() {
    return ended.get();
  }

  /** The ids of those that succeeded. */
  IdSum succeeded() {
    return succeeded;
  }

  /**
   * The instant at which so many had ended, by {@link System#nanoTime}; or, when no end has come
   * for {@link Stall#AFTER}, the instant at which waiting was given up. Which of both it was, the
   * ledger tells. Comes on a thread of the harness, so that the engine's are not held up.
   */
  Mono<Long> reach(long count) {
    return Mono.defer(
        () -> {
          Goal next = new Goal(count, Sinks.one());
          goal = next;
          next.check(ended.get());
          return Mono.firstWithValue(next.reached.asMono(), Stall.of(ended::get))
              .publishOn(Schedulers.parallel());
        });
  }
}
