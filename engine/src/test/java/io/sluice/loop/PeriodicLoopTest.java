package io.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class PeriodicLoopTest {
  private static final QueueName QUEUE = QueueName.of("q");
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
  private final List<EngineEvent> events = new ArrayList<>();
  private final AtomicInteger passes = new AtomicInteger();
  private PeriodicLoop loop;

  @AfterEach
  void stop() {
    loop.dispose();
  }

  @Test
  void aPassIsDoneOnceAPeriod() {
    start(Mono.fromRunnable(passes::incrementAndGet));
    assertThat(passes).hasValue(0);

    clock.advanceTimeBy(PERIOD);
    assertThat(passes).hasValue(1);
    clock.advanceTimeBy(PERIOD.multipliedBy(9));

    assertThat(passes).hasValue(10);
    assertThat(loop.age()).isEqualTo(new LoopAge("sweep q", Duration.ZERO, false));
  }

  @Test
  void whatAPassGivesIsIgnored() {
    start(Mono.fromSupplier(passes::incrementAndGet));

    clock.advanceTimeBy(PERIOD.multipliedBy(5));

    assertThat(passes).hasValue(5);
  }

  @Test
  void aPassThatFailsIsReportedAndTheLoopGoesOn() {
    IllegalStateException error = new IllegalStateException("broken");
    start(Mono.defer(() -> passes.incrementAndGet() % 2 == 1 ? Mono.error(error) : Mono.empty()));

    clock.advanceTimeBy(PERIOD.multipliedBy(4));

    assertThat(passes).hasValue(4);
    assertThat(events)
        .containsExactly(
            new EngineEvent.PassFailed("sweep", QUEUE, error),
            new EngineEvent.PassFailed("sweep", QUEUE, error));
  }

  @Test
  void aPassThatThrowsIsAPassThatFails() {
    start(
        Mono.fromRunnable(
            () -> {
              passes.incrementAndGet();
              throw new IllegalStateException("broken");
            }));

    clock.advanceTimeBy(PERIOD.multipliedBy(3));

    assertThat(passes).hasValue(3);
    assertThat(events).hasSize(3);
  }

  @Test
  void aLoopWhosePassesAllFailGrowsLate() {
    start(Mono.error(new IllegalStateException("broken")));

    clock.advanceTimeBy(Duration.ofSeconds(8));
    assertThat(loop.age().late()).isFalse();
    clock.advanceTimeBy(Duration.ofSeconds(1));

    assertThat(loop.age()).isEqualTo(new LoopAge("sweep q", Duration.ofSeconds(9), true));
  }

  @Test
  void aPassThatIsSlowerThanThePeriodDropsTicksAndEndsNothing() {
    start(
        Mono.fromRunnable(passes::incrementAndGet)
            .then(Mono.delay(PERIOD.multipliedBy(5).dividedBy(2), clock)));

    clock.advanceTimeBy(PERIOD.multipliedBy(100));

    assertThat(passes.get()).isBetween(25, 40);
    assertThat(loop.age().late()).isFalse();
    assertThat(events).isEmpty();
    assertThat(loop.isDisposed()).isFalse();
  }

  @Test
  void passesNeverOverlap() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    start(
        Mono.delay(PERIOD.multipliedBy(3), clock)
            .doOnSubscribe(begin -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
            .doFinally(end -> now.decrementAndGet()));

    clock.advanceTimeBy(PERIOD.multipliedBy(20));

    assertThat(most).hasValue(1);
  }

  @Test
  void aPassThatNeverEndsMakesTheLoopLate() {
    start(Mono.never());

    clock.advanceTimeBy(Duration.ofSeconds(8));
    assertThat(loop.age().late()).isFalse();
    clock.advanceTimeBy(Duration.ofMinutes(10));

    assertThat(loop.age().late()).isTrue();
    assertThat(loop.age().age()).isEqualTo(Duration.ofSeconds(608));
  }

  @Test
  void aLoopThatIsSpreadHasItsFirstPassWithinAPeriodAndThenOneAPeriod() {
    loop =
        PeriodicLoop.startSpread(
            "sweep", QUEUE, PERIOD, Mono.fromRunnable(passes::incrementAndGet), events::add, clock);

    clock.advanceTimeBy(PERIOD);
    assertThat(passes).hasValue(1);
    clock.advanceTimeBy(PERIOD.multipliedBy(9));

    assertThat(passes).hasValue(10);
  }

  @Test
  void aLoopThatGoesOnFromAnotherIsAsOldAsThatUntilItsFirstPassWhichIsAtOnce() {
    Duration age = Duration.ofSeconds(9);
    Mono<?> pass = Mono.delay(PERIOD, clock).doOnNext(done -> passes.incrementAndGet());
    loop = PeriodicLoop.goOn(age, "sweep", QUEUE, PERIOD, pass, events::add, clock);
    assertThat(loop.age()).isEqualTo(new LoopAge("sweep q", age, true));

    clock.advanceTimeBy(PERIOD);

    assertThat(passes).hasValue(1);
    assertThat(loop.age()).isEqualTo(new LoopAge("sweep q", Duration.ZERO, false));
  }

  @Test
  void disposingStopsThePassUnderWayAndAllLaterOnes() {
    AtomicInteger cancelled = new AtomicInteger();
    start(
        Mono.never()
            .doOnSubscribe(begin -> passes.incrementAndGet())
            .doOnCancel(cancelled::incrementAndGet));
    clock.advanceTimeBy(PERIOD);

    loop.dispose();
    clock.advanceTimeBy(PERIOD.multipliedBy(10));

    assertThat(loop.isDisposed()).isTrue();
    assertThat(passes).hasValue(1);
    assertThat(cancelled).hasValue(1);
  }

  private void start(Mono<?> pass) {
    loop = PeriodicLoop.start("sweep", QUEUE, PERIOD, pass, events::add, clock);
  }
}
