package io.sluice.loop;

import io.sluice.guard.Guarded;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * One timer for the loops of many: each of them has a tick once a period. With a timer each, a
 * thread would wake up for every tick, which costs more than to look whether there is anything to
 * do. It runs while there are loops. Thread-safe.
 */
public final class Beat {
  /** Loops are spread over so many parts of a period, so that not all of them go on together. */
  static final int PARTS = 4;

  private final Duration period;
  private final Scheduler clock;
  private final List<Set<Runnable>> parts =
      Stream.generate(() -> (Set<Runnable>) ConcurrentHashMap.<Runnable>newKeySet())
          .limit(PARTS)
          .toList();

  // Guarded by this.

  private int members;
  private int joined;
  private @Nullable Disposable timer;

  // Touched by one tick at a time.
  private int turn;

  /**
   * @param period between two ticks of one loop
   * @param clock times the beat, and is where the ticks come
   */
  public Beat(Duration period, Scheduler clock) {
    this.period = period;
    this.clock = clock;
  }

  Duration period() {
    return period;
  }

  Scheduler clock() {
    return clock;
  }

  /**
   * One tick a period, from one of the parts of the next one on; dropped if unwanted.
   *
   * @param due asked before each, which is left out if there is nothing to do
   */
  Flux<Long> ticks(BooleanSupplier due) {
    return Flux.create(sink -> join(sink, due), FluxSink.OverflowStrategy.DROP);
  }

  private synchronized void join(FluxSink<Long> sink, BooleanSupplier due) {
    Runnable member =
        () -> {
          if (due.getAsBoolean()) {
            sink.next(0L);
          }
        };
    Set<Runnable> part = parts.get(joined++ % PARTS);
    part.add(member);
    sink.onDispose(() -> leave(part, member));
    if (members++ == 0) {
      long each = period.dividedBy(PARTS).toNanos();
      timer = clock.schedulePeriodically(this::tick, each, each, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void leave(Set<Runnable> part, Runnable member) {
    if (part.remove(member) && --members == 0 && timer != null) {
      timer.dispose();
    }
  }

  private void tick() {
    turn = (turn + 1) % PARTS;
    parts.get(turn).forEach(Guarded::run);
  }
}
