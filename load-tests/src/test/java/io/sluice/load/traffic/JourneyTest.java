package io.sluice.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.ClosedLoop;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JourneyTest {
  private static final long MILLI = 1_000_000;
  private static final long START = 500 * MILLI;
  private static final int FIRST = 100;
  private static final Feed PLAN =
      new OpenLoop(ArrivalPlan.constant(new Rate(10), Duration.ofSeconds(1)));

  private final Journey journey = journey(PLAN, new PlainTraffic("e2e", Duration.ZERO));

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
    journey.acknowledged(FIRST + 2, Stage.ENQUEUE, planned + 30 * MILLI);
    journey.started(FIRST + 2, planned + 50 * MILLI);
    journey.ran(FIRST + 2, planned + 50 * MILLI, planned + 90 * MILLI);
    journey.ended(FIRST + 2, planned + 90 * MILLI);

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
    journey.sent(FIRST, START);
    journey.started(FIRST, START + MILLI);
    journey.acknowledged(FIRST, Stage.ENQUEUE, START + 2 * MILLI);

    assertThat(max(journey.latencies().interval(), Stage.WAIT)).isZero();
  }

  @Test
  void throughputIsOverTheTimeToTheLastOne() {
    for (int i = 0; i < 10; i++) {
      long planned = journey.plannedAt(FIRST + i);
      journey.acknowledged(FIRST + i, Stage.ENQUEUE, planned + 100 * MILLI);
      journey.ended(FIRST + i, planned + 1100 * MILLI);
    }

    RunResult.Throughput seen = journey.throughput();

    assertThat(seen.enqueuedPerSecond()).isCloseTo(10, within(0.01));
    assertThat(seen.completedPerSecond()).isCloseTo(5, within(0.01));
  }

  @Test
  void withoutAPlanLatencyCountsFromTheSend() {
    Journey closed =
        journey(new ClosedLoop(1, Duration.ofSeconds(1)), new PlainTraffic("e2e", Duration.ZERO));
    closed.begin(START);
    closed.sent(FIRST, START + 300 * MILLI);
    closed.acknowledged(FIRST, Stage.ENQUEUE, START + 310 * MILLI);
    closed.ended(FIRST, START + 320 * MILLI);

    Map<Stage, LatencySummary> seen = closed.latencies().interval();

    assertThat(max(seen, Stage.ENQUEUE)).isCloseTo(10, within(0.1));
    assertThat(max(seen, Stage.E2E)).isCloseTo(20, within(0.1));
  }

  @Test
  void aDelayedTaskIsAsLateAsItIsAfterItsTime() {
    Journey delayed = journey(PLAN, new DelayedTraffic(Duration.ofMillis(500), Duration.ZERO));
    delayed.begin(START);
    delayed.sent(FIRST, START);
    delayed.acknowledged(FIRST, Stage.ENQUEUE, START + 3 * MILLI);
    delayed.started(FIRST, START + 510 * MILLI);
    delayed.ended(FIRST, START + 512 * MILLI);

    Map<Stage, LatencySummary> seen = delayed.latencies().interval();

    assertThat(max(seen, Stage.ENQUEUE)).isCloseTo(3, within(0.1));
    assertThat(max(seen, Stage.START)).isCloseTo(10, within(0.1));
    assertThat(max(seen, Stage.WAIT)).isCloseTo(10, within(0.1));
    assertThat(max(seen, Stage.E2E)).isCloseTo(12, within(0.1));
  }

  @Test
  void aFailedSendIsNoBacklog() {
    journey.sent(FIRST, START);
    journey.failed(FIRST);

    assertThat(journey.backlog()).isZero();
    assertThat(journey.sent()).isEqualTo(1);
  }

  private static Journey journey(Feed feed, Traffic traffic) {
    return new Journey(FIRST, feed, traffic, Journey.Stops.ALL, true);
  }

  private static double max(Map<Stage, LatencySummary> seen, Stage stage) {
    return Objects.requireNonNull(seen.get(stage)).max();
  }
}
