package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentilesAreInMilliseconds() {
    for (int millis = 1; millis <= 1000; millis++) {
      latencies.record(Stage.E2E, Duration.ofMillis(millis).toNanos());
    }

    LatencySummary seen = Objects.requireNonNull(latencies.interval().get(Stage.E2E));

    assertThat(seen.count()).isEqualTo(1000);
    assertThat(seen.p50()).isCloseTo(500, within(1.0));
    assertThat(seen.p99()).isCloseTo(990, within(1.0));
    assertThat(seen.p999()).isCloseTo(999, within(1.0));
    assertThat(seen.max()).isCloseTo(1000, within(1.0));
  }

  @Test
  void aStageThatNobodyWentThroughIsLeftOut() {
    latencies.record(Stage.RUN, 1);

    assertThat(latencies.interval()).containsOnlyKeys(Stage.RUN);
  }

  @Test
  void whatIsOutOfRangeIsKeptAtItsEdge() {
    latencies.record(Stage.WAIT, -5);
    latencies.record(Stage.RUN, Long.MAX_VALUE);

    Map<Stage, LatencySummary> seen = latencies.interval();

    assertThat(seen.get(Stage.WAIT)).extracting(LatencySummary::max).isEqualTo(0.0);
    assertThat(seen.get(Stage.RUN))
        .extracting(LatencySummary::max)
        .satisfies(max -> assertThat((double) max).isCloseTo(3.6e6, within(1e4)));
  }
}
