package io.sluice.guard;

import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Bounds how long steps may be silent. One look at all of them now and then, in place of a timer
 * each: steps that never end are rare, and steps are many.
 */
public final class Patience {
  private final Duration limit;
  private final Set<GuardedSubscriber<?>> silent = ConcurrentHashMap.newKeySet();

  /**
   * @param limit longer than any step may take that will end by itself
   */
  public Patience(Duration limit) {
    this.limit = limit;
  }

  /** A guarded step that errors when it stays silent for longer than the limit. */
  public <T> Mono<T> step(Supplier<? extends Mono<? extends T>> source) {
    return new Guarded<>(source, this);
  }

  /** Ends the steps whose time is up. */
  public void giveUpOverdue() {
    long now = System.nanoTime();
    for (GuardedSubscriber<?> step : silent) {
      if (now - step.begunNanos() > limit.toNanos()) {
        step.giveUp(
            new RedisUnavailableException("no answer, nor an error, within " + limit, null));
      }
    }
  }

  void begun(GuardedSubscriber<?> step) {
    silent.add(step);
  }

  void over(GuardedSubscriber<?> step) {
    silent.remove(step);
  }
}
