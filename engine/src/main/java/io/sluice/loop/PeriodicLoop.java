package io.sluice.loop;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs a pass again and again.
 *
 * <p>A tick that comes while a pass is under way is dropped, since {@code Flux.interval} ends for
 * good when nobody takes its tick; a pass that fails is reported and the loop goes on, and so is
 * one that lasts until the loop is late, which would end never; and the age of the last pass that
 * completed can be read, since a loop that only looks alive is worse than none.
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
  private volatile @Nullable Duration ageAtEnd;

  private PeriodicLoop(
      Duration age,
      String name,
      Function<PeriodicLoop, Flux<Long>> ticks,
      Duration period,
      Mono<?> pass,
      Consumer<Throwable> onFailure,
      Scheduler clock) {
    this.name = name;
    this.period = period;
    this.clock = clock;
    this.lastPassNanos = clock.now(TimeUnit.NANOSECONDS) - age.toNanos();
    Mono<Void> safePass =
        Guarded.<Object>step(() -> pass)
            .then() // a value that comes to a timeout which has been cancelled is dropped
            .timeout(lateAfter(), Mono.error(this::endless), clock)
            .doOnSuccess(done -> lastPassNanos = clock.now(TimeUnit.NANOSECONDS))
            .onErrorResume(
                error -> {
                  Guarded.run(() -> onFailure.accept(error));
                  return Mono.empty();
                });
    this.ticking =
        ticks
            .apply(this)
            .concatMap(tick -> Guarded.step(() -> safePass), 0)
            .subscribe(done -> {}, onFailure);
  }

  /** A tick that has nothing to do is a pass too; one that cannot say so has its pass. */
  private boolean isDue(BooleanSupplier due) {
    try {
      if (due.getAsBoolean()) {
        return true;
      }
    } catch (Throwable thrown) {
      return true;
    }
    lastPassNanos = clock.now(TimeUnit.NANOSECONDS);
    return false;
  }

  private static Function<PeriodicLoop, Flux<Long>> ticks(
      Duration first, Duration period, Scheduler clock) {
    return loop -> Flux.interval(first, period, clock).onBackpressureDrop();
  }

  /**
   * Starts a loop that serves no one queue, with its first pass at once.
   *
   * @param onFailure told of each pass that fails
   */
  public static PeriodicLoop start(
      String name, Duration period, Mono<?> pass, Consumer<Throwable> onFailure, Scheduler clock) {
    return new PeriodicLoop(
        Duration.ZERO, name, ticks(Duration.ZERO, period, clock), period, pass, onFailure, clock);
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
    return of(Duration.ZERO, name, queue, period, period, pass, listener, clock);
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
    return of(Duration.ZERO, name, queue, first, period, pass, listener, clock);
  }

  /**
   * Starts a loop like {@link #start}, but with its first pass at once, and as old as the one was
   * whose work it goes on with.
   */
  public static PeriodicLoop goOn(
      Duration age,
      String name,
      QueueName queue,
      Duration period,
      Mono<?> pass,
      EngineListener listener,
      Scheduler clock) {
    return of(age, name, queue, Duration.ZERO, period, pass, listener, clock);
  }

  /**
   * Starts a loop like {@link #start}, whose ticks are those of a beat that many loops share.
   *
   * @param due whether a tick has anything to do; asked on the thread of the beat, so it is to say
   *     so at once
   */
  public static PeriodicLoop startOn(
      Beat beat,
      String name,
      QueueName queue,
      BooleanSupplier due,
      Mono<?> pass,
      EngineListener listener) {
    return new PeriodicLoop(
        Duration.ZERO,
        name + " " + queue,
        loop -> beat.ticks(() -> loop.isDue(due)),
        beat.period(),
        pass,
        error -> listener.on(new EngineEvent.PassFailed(name, queue, error)),
        beat.clock());
  }

  private static PeriodicLoop of(
      Duration age,
      String name,
      QueueName queue,
      Duration first,
      Duration period,
      Mono<?> pass,
      EngineListener listener,
      Scheduler clock) {
    return new PeriodicLoop(
        age,
        name + " " + queue,
        ticks(first, period, clock),
        period,
        pass,
        error -> listener.on(new EngineEvent.PassFailed(name, queue, error)),
        clock);
  }

  /** Time since a pass completed last, or since the start; by its end, once it has been ended. */
  public LoopAge age() {
    Duration ended = ageAtEnd;
    Duration age = ended == null ? ageNow() : ended;
    return new LoopAge(name, age, age.compareTo(lateAfter()) > 0);
  }

  private Duration ageNow() {
    return Duration.ofNanos(clock.now(TimeUnit.NANOSECONDS) - lastPassNanos);
  }

  private TimeoutException endless() {
    return new TimeoutException("a pass did not end within " + lateAfter().toMillis() + " ms");
  }

  private Duration lateAfter() {
    return period.multipliedBy(LATE_PERIODS).plusNanos(LATE_SLACK_NANOS);
  }

  @Override
  public void dispose() {
    ageAtEnd = age().age();
    ticking.dispose();
  }

  @Override
  public boolean isDisposed() {
    return ticking.isDisposed();
  }
}
