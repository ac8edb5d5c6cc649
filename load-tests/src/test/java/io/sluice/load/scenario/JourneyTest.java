package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.Rate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JourneyTest {
  private static final long MILLI = 1_000_000;
  private static final long START = 500 * MILLI;
  private static final int FIRST = 100;

  private final Journey journey =
      new Journey(FIRST, ArrivalPlan.constant(new Rate(10), Duration.ofSeconds(1)));

  @BeforeEach
  void begin() {
    journey.begin(START);
  }

  @Test
  void coversTheTasksOfItsPlanAndNoOthers() {
    assertThat(journey.covers(FIRST - 1)).isFalse();
    assertThat(journey.covers(FIRST)).isTrue();
    assertThat(journey.covers(FIRST + 9)).isTrue();
    assertThat(journey.covers(FIRST + 10)).isFalse();
  }

  @Test
  void latencyCountsFromThePlannedInstant() {
    long planned = START + 200 * MILLI;
    journey.sent(FIRST + 2, planned + 10 * MILLI);
    journey.acknowledged(FIRST + 2, planned + 30 * MILLI);
    journey.started(FIRST + 2, planned + 50 * MILLI);
    journey.ended(FIRST + 2, planned + 50 * MILLI, planned + 90 * MILLI);

    Map<Stage, LatencySummary> seen = journey.latencies().interval();

    assertThat(max(seen, Stage.ENQUEUE)).isCloseTo(30, within(0.1));
    assertThat(max(seen, Stage.START)).isCloseTo(50, within(0.1));
    assertThat(max(seen, Stage.PICKUP)).isCloseTo(40, within(0.1));
    assertThat(max(seen, Stage.WAIT)).isCloseTo(20, within(0.1));
    assertThat(max(seen, Stage.RUN)).isCloseTo(40, within(0.1));
    assertThat(max(seen, Stage.E2E)).isCloseTo(90, within(0.1));
  }

  @Test
  void aHandlerThatIsFasterThanTheReplyDidNotWait() {
    journey.started(FIRST, START + MILLI);
    journey.acknowledged(FIRST, START + 2 * MILLI);

    assertThat(max(journey.latencies().interval(), Stage.WAIT)).isZero();
  }

  @Test
  void throughputIsOverTheTimeToTheLastOne() {
    for (int i = 0; i < 10; i++) {
      long planned = journey.plannedAt(FIRST + i);
      journey.acknowledged(FIRST + i, planned + 100 * MILLI);
      journey.ended(FIRST + i, planned, planned + 1100 * MILLI);
    }

    RunResult.Throughput seen = journey.throughput();

    assertThat(seen.enqueuedPerSecond()).isCloseTo(10, within(0.01));
    assertThat(seen.completedPerSecond()).isCloseTo(5, within(0.01));
  }

  private static double max(Map<Stage, LatencySummary> seen, Stage stage) {
    return Objects.requireNonNull(seen.get(stage)).max();
  }
}
