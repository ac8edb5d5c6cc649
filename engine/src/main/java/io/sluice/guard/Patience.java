package io.sluice.guard;

import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds how long steps may be silent. One look at all of them now and then, in place of a timer
 * each: steps that never end are rare, and steps are many.
 */
public final class Patience {
  private final Duration limit;
  private final Set<GuardedSubscriber<?>> silent;
  private final @Nullable Scheduler answers;

  /**
   * @param limit longer than any step may take that will end by itself
   */
  public Patience(Duration limit) {
    this(limit, ConcurrentHashMap.newKeySet(), null);
  }

  private Patience(Duration limit, Set<GuardedSubscriber<?>> silent, @Nullable Scheduler answers) {
    this.limit = limit;
    this.silent = silent;
    this.answers = answers;
  }

  /** The same, for steps whose callers may do anything with the answer: they are told there. */
  public Patience answeringOn(Scheduler scheduler) {
    return new Patience(limit, silent, scheduler);
  }

  /** A guarded step that errors when it stays silent for longer than the limit. */
  public <T> Mono<T> step(Supplier<? extends Mono<? extends T>> source) {
    Mono<T> step = new Guarded<>(source, this);
    return answers == null ? step : step.publishOn(answers);
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
