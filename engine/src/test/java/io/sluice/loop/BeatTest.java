package io.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

class BeatTest {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
  private final List<Disposable> timers = new ArrayList<>();
  private final Beat beat = new Beat(PERIOD, new Recording());
  private final List<EngineEvent> events = new ArrayList<>();

  @Test
  void eachOfManyLoopsHasOnePassAPeriodAndOnlyAPartOfThemTogether() {
    List<AtomicInteger> passes =
        IntStream.range(0, 100).mapToObj(i -> new AtomicInteger()).toList();
    passes.forEach(each -> start(() -> true, Mono.fromRunnable(each::incrementAndGet)));

    for (int part = 1; part <= Beat.PARTS; part++) {
      clock.advanceTimeBy(PERIOD.dividedBy(Beat.PARTS));
      assertThat(passes.stream().filter(each -> each.get() == 1)).hasSize(100 * part / Beat.PARTS);
    }
    clock.advanceTimeBy(PERIOD.multipliedBy(9));

    assertThat(passes).allSatisfy(each -> assertThat(each).hasValue(10));
  }

  @Test
  void oneTimerTicksForAllUntilTheLastHasGone() {
    List<PeriodicLoop> loops =
        IntStream.range(0, 10).mapToObj(i -> start(() -> true, Mono.empty())).toList();
    assertThat(clock.getScheduledTaskCount()).isEqualTo(1);

    loops.subList(1, 10).forEach(PeriodicLoop::dispose);
    assertThat(timers).singleElement().matches(timer -> !timer.isDisposed());
    loops.get(0).dispose();
    assertThat(timers).singleElement().matches(Disposable::isDisposed);

    AtomicInteger passes = new AtomicInteger();
    start(() -> true, Mono.fromRunnable(passes::incrementAndGet));
    clock.advanceTimeBy(PERIOD.multipliedBy(3));
    assertThat(passes).hasValue(3);
  }

  @Test
  void aTickThatHasNothingToDoBeginsNoPassAndMakesNoLoopLate() {
    AtomicBoolean due = new AtomicBoolean();
    AtomicInteger passes = new AtomicInteger();
    PeriodicLoop loop = start(due::get, Mono.fromRunnable(passes::incrementAndGet));

    clock.advanceTimeBy(PERIOD.multipliedBy(100));
    assertThat(passes).hasValue(0);
    assertThat(loop.age().late()).isFalse();

    due.set(true);
    clock.advanceTimeBy(PERIOD);
    assertThat(passes).hasValue(1);
  }

  @Test
  void aLoopThatFailsOrCannotSayWhetherItIsDueGoesOnAndDoesNotHinderOthers() {
    IllegalStateException error = new IllegalStateException("broken");
    AtomicInteger passes = new AtomicInteger();
    start(() -> true, Mono.error(error));
    start(
        () -> {
          throw error;
        },
        Mono.error(error));
    start(() -> true, Mono.fromRunnable(passes::incrementAndGet));

    clock.advanceTimeBy(PERIOD.multipliedBy(5));

    assertThat(passes).hasValue(5);
    assertThat(events)
        .hasSize(10)
        .containsOnly(new EngineEvent.PassFailed("look", QueueName.of("q"), error));
  }

  @Test
  void aPassThatLastsLongerThanThePeriodDropsTicks() {
    AtomicInteger passes = new AtomicInteger();
    PeriodicLoop loop =
        start(
            () -> true,
            Mono.fromRunnable(passes::incrementAndGet)
                .then(Mono.delay(PERIOD.multipliedBy(5).dividedBy(2), clock)));

    clock.advanceTimeBy(PERIOD.multipliedBy(100));

    assertThat(passes.get()).isBetween(25, 40);
    assertThat(loop.age().late()).isFalse();
  }

  /** The clock, and whether its timers have been disposed of, which they do not tell. */
  private final class Recording implements Scheduler {
    @Override
    public Disposable schedulePeriodically(
        Runnable task, long initialDelay, long period, TimeUnit unit) {
      Disposable timer = clock.schedulePeriodically(task, initialDelay, period, unit);
      Disposable.Composite recorded = Disposables.composite(timer);
      timers.add(recorded);
      return recorded;
    }

    @Override
    public Disposable schedule(Runnable task) {
      return clock.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      return clock.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
      return clock.createWorker();
    }

    @Override
    public long now(TimeUnit unit) {
      return clock.now(unit);
    }
  }

  private PeriodicLoop start(BooleanSupplier due, Mono<?> pass) {
    return PeriodicLoop.startOn(beat, "look", QueueName.of("q"), due, pass, events::add);
  }
}
