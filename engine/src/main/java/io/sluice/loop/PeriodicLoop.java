package io.sluice.loop;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs a pass again and again.
 *
 * <p>A tick that comes while a pass is under way is dropped, since {@code Flux.interval} ends for
 * good when nobody takes its tick; a pass that fails is reported and the loop goes on; and the age
 * of the last pass that completed can be read, since a loop that only looks alive is worse than
 * none.
 */
public final class PeriodicLoop implements Disposable {
  /** A loop is late when its last pass is older than this many periods and a slack. */
  private static final int LATE_PERIODS = 3;

  private static final long LATE_SLACK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String name;
  private final Duration period;
  private final Scheduler clock;
  private final Disposable ticking;
  private volatile long lastPassNanos;

  private PeriodicLoop(
      String name,
      QueueName queue,
      Duration first,
      Duration period,
      Mono<?> pass,
      EngineListener listener,
      Scheduler clock) {
    this.name = name + " " + queue;
    this.period = period;
    this.clock = clock;
    this.lastPassNanos = clock.now(TimeUnit.NANOSECONDS);
    Mono<?> safePass =
        pass.doOnSuccess(done -> lastPassNanos = clock.now(TimeUnit.NANOSECONDS))
            .onErrorResume(
                error -> {
                  listener.on(new EngineEvent.PassFailed(name, queue, error));
                  return Mono.empty();
                });
    this.ticking =
        Flux.interval(first, period, clock)
            .onBackpressureDrop()
            .concatMap(tick -> safePass, 0)
            .subscribe(
                done -> {}, error -> listener.on(new EngineEvent.PassFailed(name, queue, error)));
  }

  /**
   * Starts a loop.
   *
   * @param pass what is done once a period; its value is ignored
   * @param clock ticks on this scheduler
   */
  public static PeriodicLoop start(
      String name,
      QueueName queue,
      Duration period,
      Mono<?> pass,
      EngineListener listener,
      Scheduler clock) {
    return new PeriodicLoop(name, queue, period, period, pass, listener, clock);
  }

  /**
   * Starts a loop like {@link #start}, but with its first pass at a random time within the first
   * period, so that many loops that start together do not go on together.
   */
  public static PeriodicLoop startSpread(
      String name,
      QueueName queue,
      Duration period,
      Mono<?> pass,
      EngineListener listener,
      Scheduler clock) {
    Duration first = Duration.ofNanos(ThreadLocalRandom.current().nextLong(period.toNanos()));
    return new PeriodicLoop(name, queue, first, period, pass, listener, clock);
  }

  /** Time since a pass completed last, or since the start. */
  public LoopAge age() {
    long nanos = clock.now(TimeUnit.NANOSECONDS) - lastPassNanos;
    boolean late = nanos > LATE_PERIODS * period.toNanos() + LATE_SLACK_NANOS;
    return new LoopAge(name, Duration.ofNanos(nanos), late);
  }

  @Override
  public void dispose() {
    ticking.dispose();
  }

  @Override
  public boolean isDisposed() {
    return ticking.isDisposed();
  }
}
