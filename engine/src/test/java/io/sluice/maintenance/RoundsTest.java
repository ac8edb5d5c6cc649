package io.sluice.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.loop.LoopAge;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class RoundsTest {
  private static final QueueName ONE = QueueName.of("one");
  private static final QueueName TWO = QueueName.of("two");
  private static final Duration REST = Duration.ofSeconds(2);

  private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
  private final List<EngineEvent> events = new ArrayList<>();
  private final List<String> passes = new ArrayList<>();
  private Rounds rounds = rounds(queue -> Mono.just(REST));

  @AfterEach
  void stop() {
    rounds.stop();
  }

  @Test
  void eachQueueHasItsPassAtOnceAndAfterEachRest() {
    rounds.add(ONE);
    rounds.add(TWO);
    rounds.add(ONE);
    assertThat(passes).containsExactly("0 one", "0 two");

    clock.advanceTimeBy(Duration.ofSeconds(4));

    assertThat(passes)
        .containsExactly("0 one", "0 two", "2000 one", "2000 two", "4000 one", "4000 two");
  }

  @Test
  void aLongRestEndsOnTheGridAndNeverLate() {
    rounds = rounds(queue -> Mono.just(Duration.ofMillis(777)));
    rounds.add(ONE);

    clock.advanceTimeBy(Duration.ofSeconds(2));

    assertThat(passes).containsExactly("0 one", "700 one", "1400 one");
  }

  @Test
  void aShortRestEndsWhenItIsSaid() {
    rounds = rounds(queue -> Mono.just(Duration.ofMillis(passes.size() == 1 ? 37 : 5_000)));
    rounds.add(ONE);

    clock.advanceTimeBy(Duration.ofMillis(100));

    assertThat(passes).containsExactly("0 one", "37 one");
  }

  @Test
  void aRestHasABoundBelow() {
    rounds = rounds(queue -> Mono.just(Duration.ZERO));
    rounds.add(ONE);

    clock.advanceTimeBy(Rounds.SHORTEST_REST.multipliedBy(5));

    assertThat(passes).hasSize(6);
  }

  @Test
  void aHintEndsARestSoonerAndNeverLater() {
    rounds.add(ONE);
    clock.advanceTimeBy(Duration.ofSeconds(1));

    rounds.sooner(ONE, Duration.ofMillis(30));
    rounds.sooner(ONE, Duration.ofMillis(900));
    rounds.sooner(TWO, Duration.ZERO);
    clock.advanceTimeBy(Duration.ofMillis(500));

    assertThat(passes).containsExactly("0 one", "1030 one");
  }

  @Test
  void aHintDuringAPassIsKeptForItsEnd() {
    Sinks.One<Duration> end = Sinks.one();
    rounds = rounds(queue -> passes.size() == 1 ? end.asMono() : Mono.just(REST));
    rounds.add(ONE);
    clock.advanceTimeBy(Duration.ofSeconds(1));

    rounds.sooner(ONE, Duration.ofMillis(50));
    end.tryEmitValue(REST);
    clock.advanceTimeBy(Duration.ofMillis(100));

    assertThat(passes).containsExactly("0 one", "1050 one");
  }

  /** As where Redis is gone: each would be begun by the failure of the one before. */
  @Test
  void passesThatFailWhileTheyAreBegunFailOneAfterTheOther() {
    int many = 3_000;
    List<Long> depths = new ArrayList<>();
    rounds =
        rounds(
            queue -> {
              depths.add(StackWalker.getInstance().walk(Stream::count));
              return passes.size() <= many
                  ? Mono.just(REST)
                  : Mono.error(new IllegalStateException("gone"));
            });
    IntStream.range(0, many).forEach(i -> rounds.add(QueueName.of("q" + i)));

    clock.advanceTimeBy(REST);

    assertThat(events).hasSize(many);
    assertThat(Collections.max(depths) - Collections.min(depths)).isLessThan(100);
    clock.advanceTimeBy(REST);
    assertThat(events).hasSizeGreaterThanOrEqualTo(2 * many);
  }

  @Test
  void aBoundedNumberOfPassesIsUnderWayAndTheOthersFollow() {
    List<Sinks.One<Duration>> ends = new ArrayList<>();
    rounds =
        rounds(
            queue -> {
              Sinks.One<Duration> end = Sinks.one();
              ends.add(end);
              return end.asMono();
            });
    for (int i = 0; i < Rounds.AT_ONCE + 3; i++) {
      rounds.add(QueueName.of("q" + i));
    }
    clock.advanceTimeBy(Duration.ofSeconds(1));
    assertThat(passes).hasSize(Rounds.AT_ONCE);

    ends.get(5).tryEmitValue(REST);
    ends.get(6).tryEmitValue(REST);

    assertThat(passes).hasSize(Rounds.AT_ONCE + 2);
  }

  @Test
  void aPassThatFailsIsReportedAndTheQueueHasItsNext() {
    IllegalStateException error = new IllegalStateException("broken");
    rounds =
        rounds(
            queue -> {
              if (passes.size() == 1) {
                throw error;
              }
              return passes.size() == 2 ? Mono.error(error) : Mono.just(REST);
            });
    rounds.add(ONE);

    clock.advanceTimeBy(Duration.ofSeconds(3));

    assertThat(passes).hasSize(3);
    assertThat(events)
        .containsExactly(
            new EngineEvent.PassFailed("promote", ONE, error),
            new EngineEvent.PassFailed("promote", ONE, error));
  }

  @Test
  void theAgeOfEachQueueIsThatOfItsLastPass() {
    rounds.add(ONE);
    clock.advanceTimeBy(Duration.ofMillis(2_500));

    assertThat(rounds.ages())
        .containsExactly(new LoopAge("promote one", Duration.ofMillis(500), false));
  }

  @Test
  void aQueueWhosePassesAllFailGrowsLate() {
    rounds = rounds(queue -> Mono.error(new IllegalStateException("broken")));
    rounds.add(ONE);

    clock.advanceTimeBy(Duration.ofSeconds(5));
    assertThat(rounds.ages()).noneMatch(LoopAge::late);
    clock.advanceTimeBy(Duration.ofMillis(1));

    assertThat(rounds.ages()).allMatch(LoopAge::late);
  }

  @Test
  void aQueueWhosePassNeverEndsGrowsLateAndTheOthersDoNot() {
    rounds = rounds(queue -> queue.equals(ONE) ? Mono.never() : Mono.just(REST));
    rounds.add(ONE);
    rounds.add(TWO);

    clock.advanceTimeBy(Duration.ofMinutes(1));

    assertThat(rounds.ages())
        .filteredOn(LoopAge::late)
        .extracting(LoopAge::name)
        .containsExactly("promote one");
  }

  @Test
  void aPassThatGivesNothingIsOneThatFails() {
    rounds = rounds(queue -> Mono.empty());
    rounds.add(ONE);

    clock.advanceTimeBy(Duration.ofSeconds(1));

    assertThat(passes).hasSize(2);
    assertThat(events).hasSize(2);
  }

  @Test
  void stoppingEndsThePassesUnderWayAndAllLaterOnes() {
    AtomicInteger cancelled = new AtomicInteger();
    rounds =
        rounds(
            queue ->
                queue.equals(ONE)
                    ? Mono.<Duration>never().doOnCancel(cancelled::incrementAndGet)
                    : Mono.just(REST));
    rounds.add(ONE);
    rounds.add(TWO);

    rounds.stop();
    rounds.add(QueueName.of("three"));
    rounds.sooner(TWO, Duration.ZERO);
    clock.advanceTimeBy(Duration.ofMinutes(1));

    assertThat(cancelled).hasValue(1);
    assertThat(passes).containsExactly("0 one", "0 two");
  }

  private Rounds rounds(Rounds.Pass pass) {
    return new Rounds(
        "promote",
        queue -> {
          passes.add(now() + " " + queue);
          return pass.over(queue);
        },
        events::add,
        clock,
        () -> clock.now(TimeUnit.NANOSECONDS));
  }

  private long now() {
    return clock.now(TimeUnit.MILLISECONDS);
  }
}
