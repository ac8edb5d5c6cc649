package io.sluice.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientLimitTest {
  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(20);
  private static final int MAX = 1_000;

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void theLimitSettlesNearTheCapacityAndStaysThere(int capacity) {
    settles(capacity);
  }

  @Test
  @Tag("proof")
  void theLimitSettlesNearALargeCapacityAndStaysThere() {
    settles(400);
  }

  private static void settles(int capacity) {
    SimulatedWorker worker = new SimulatedWorker(1, MAX);
    worker.capacity = capacity;

    assertThat(worker.runFor(A_WHILE)).isLessThan(2.0 * capacity);
    long before = worker.ended();
    double mean = worker.runFor(LONG);

    assertThat(mean).isBetween(1.0 * capacity, 2.0 * capacity);
    double most = capacity / (worker.latency.toNanos() / 1e9);
    assertThat(worker.rate(before, LONG)).isBetween(0.95 * most, 1.01 * most);
    assertThat(worker.reasons()).containsExactlyInAnyOrder(Reason.LATENCY, Reason.PROBE);
  }

  @Test
  void theLimitGrowsToItsMaximumWhereNothingBecomesSlower() {
    SimulatedWorker worker = new SimulatedWorker(1, MAX);

    worker.runFor(A_WHILE);

    assertThat(worker.runFor(A_WHILE)).isGreaterThan(0.99 * MAX);
  }

  @Test
  void theLimitFollowsACapacityThatShrinksAndGrows() {
    SimulatedWorker worker = new SimulatedWorker(1, MAX);
    worker.capacity = 200;
    worker.runFor(A_WHILE);

    worker.capacity = 20;
    worker.runFor(Duration.ofSeconds(20));
    assertThat(worker.runFor(A_WHILE)).isBetween(20.0, 40.0);

    worker.capacity = 200;
    worker.runFor(A_WHILE);
    assertThat(worker.runFor(A_WHILE)).isBetween(200.0, 400.0);
  }

  @ParameterizedTest
  @CsvSource({"1, 64", "16, 256"})
  void whenMostAttemptsFailTheLimitFallsToItsMinimumAndRecoversAfterwards(int min, int max) {
    SimulatedWorker worker = new SimulatedWorker(min, max);
    worker.runFor(A_WHILE);
    assertThat(worker.limit()).isEqualTo(max);

    worker.failures = 0.8;
    worker.runFor(Duration.ofSeconds(15));
    assertThat(worker.limit()).isEqualTo(min);
    assertThat(worker.reasons()).contains(Reason.ERRORS);

    worker.failures = 0;
    worker.runFor(A_WHILE);
    assertThat(worker.limit()).isEqualTo(max);
  }

  @Test
  void aFailureNowAndThenLowersNothing() {
    SimulatedWorker worker = new SimulatedWorker(1, 100);
    worker.failures = 0.03;

    worker.runFor(A_WHILE);

    assertThat(worker.limit()).isEqualTo(100);
    assertThat(worker.reasons()).doesNotContain(Reason.ERRORS);
  }

  @Test
  void handlersThatAreSlowerForGoodAreTheNewMeasure() {
    SimulatedWorker worker = new SimulatedWorker(1, 100);
    worker.runFor(A_WHILE);

    worker.latency = worker.latency.multipliedBy(4);
    worker.runFor(A_WHILE.multipliedBy(2));

    assertThat(worker.limit()).isGreaterThan(90);
    assertThat(worker.reasons()).contains(Reason.LATENCY);
  }

  @Test
  void aLimitThatIsNotReachedDoesNotGrow() {
    SimulatedWorker worker = new SimulatedWorker(1, MAX);
    worker.demand = 10;

    worker.runFor(A_WHILE);

    assertThat(worker.limit()).isBetween(10, 15);
  }

  @Test
  void anotherMixOfFastAndSlowTasksIsNoCongestion() {
    SimulatedWorker worker = new SimulatedWorker(1, 100);
    worker.slowType = 0.1;
    worker.runFor(A_WHILE);
    int changes = worker.changes().size();

    worker.slowType = 0.9;
    worker.runFor(LONG);

    assertThat(worker.changes().subList(changes, worker.changes().size()))
        .allSatisfy(change -> assertThat(change.to()).isGreaterThan(75));
    assertThat(worker.limit()).isGreaterThan(90);
  }

  @Test
  void equalBoundsAreAFixedNumber() {
    SimulatedWorker worker = new SimulatedWorker(16, 16);
    worker.capacity = 4;
    worker.failures = 0.2;

    worker.runFor(A_WHILE);

    assertThat(worker.limit()).isEqualTo(16);
    assertThat(worker.changes()).isEmpty();
  }

  @Test
  void aWindowCountsOnlyRunsThatBeganInIt() {
    GradientLimit limit = new GradientLimit(1, 10, 1_000);
    long late = 1_000 + GradientLimit.WINDOW.toNanos();

    for (int i = 0; i < 100; i++) {
      assertThat(limit.succeeded("t", 999, late, 1)).isNull();
      assertThat(limit.failed(999, late, 1)).isNull();
    }
    for (int i = 1; i < GradientLimit.FEWEST_RUNS; i++) {
      assertThat(limit.succeeded("t", 1_000, late, 1)).isNull();
    }

    assertThat(limit.succeeded("t", 1_000, late, 1)).isEqualTo(new Change(1, 2, Reason.LATENCY));
  }

  @Test
  void aLowerMaximumLowersTheLimit() {
    SimulatedWorker worker = new SimulatedWorker(2, 50);
    worker.runFor(A_WHILE);
    GradientLimit limit = worker.inner();

    assertThat(limit.max(60)).isNull();
    assertThat(limit.max(5)).isEqualTo(new Change(50, 5, Reason.SET));

    worker.runFor(A_WHILE);
    assertThat(limit.current()).isEqualTo(5);
  }

  @Test
  void aClosedLimitDecidesNothingMore() {
    SimulatedWorker worker = new SimulatedWorker(2, 50);
    worker.runFor(Duration.ofSeconds(5));
    int last = worker.limit();
    int changes = worker.changes().size();

    assertThat(worker.inner().close()).isEqualTo(new Change(last, 0, Reason.STOP));
    assertThat(worker.inner().close()).isNull();
    assertThat(worker.inner().max(1)).isNull();
    worker.runFor(A_WHILE);

    assertThat(worker.changes()).hasSize(changes);
  }
}
