package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final CountedProgress progress = new CountedProgress();

  @Test
  void aLastIntervalThatIsShortIsAddedToTheOneBefore() {
    Series series = new Series(progress, Duration.ofDays(1), Optional.empty());
    progress.oneMore();
    series.next(Optional.empty());
    progress.oneMore();
    progress.oneMore();

    List<Moment> moments = series.end(Optional.empty()).moments();

    assertThat(moments).hasSize(1);
    assertThat(endToEnd(moments.get(0)).count()).isEqualTo(3);
  }

  @Test
  void aLastIntervalThatIsLongIsAMomentOfItsOwn() {
    Series series = new Series(progress, Duration.ZERO, Optional.empty());
    progress.oneMore();
    series.next(Optional.empty());
    progress.oneMore();

    List<Moment> moments = series.end(Optional.empty()).moments();

    assertThat(moments).hasSize(2);
    assertThat(endToEnd(moments.get(1)).count()).isEqualTo(1);
  }

  @Test
  void countsBecomeRatesOfTheirInterval() {
    Reading start = new Reading(0, 0, 0, 0, 0, new Usage(0, 0, 5, 0, 0), 0, 0);
    Reading then = new Reading(2_000_000_000L, 10, 8, 6, 4, usage(250_000, 6), 500_000_000L, 3);
    Reading now = new Reading(4_000_000_000L, 110, 88, 66, 44, null, 2_500_000_000L, 8);

    Moment first = then.since(start, 0, Map.of());
    Moment second = now.since(then, 0, Map.of());

    assertThat(first.endSeconds()).isEqualTo(2);
    assertThat(first.rates()).isEqualTo(new Moment.Rates(5, 4, 3, 2));
    assertThat(first.redis()).isEqualTo(new Moment.Redis(12.5, 6));
    assertThat(second.endSeconds()).isEqualTo(4);
    assertThat(second.rates()).isEqualTo(new Moment.Rates(50, 40, 30, 20));
    assertThat(second.backlog()).isEqualTo(22);
    assertThat(second.redis()).isNull();
    assertThat(second.jvm().cpuPercent()).isCloseTo(100, within(1e-9));
    assertThat(second.jvm().gcPauseMillis()).isEqualTo(5);
    assertThat(second.jvm().heapBytes()).isPositive();
  }

  private static Usage usage(long cpuMicros, long memoryBytes) {
    return new Usage(2_000_000_000L, cpuMicros, memoryBytes, 0, 0);
  }

  private static LatencySummary endToEnd(Moment moment) {
    return Objects.requireNonNull(moment.latency().get(Stage.E2E));
  }
}
