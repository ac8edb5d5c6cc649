package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
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

  @Test
  void anIntervalHoldsWhatCameSinceTheOneBefore() {
    latencies.record(Stage.RUN, Duration.ofMillis(1).toNanos());
    assertThat(count(latencies.interval(), Stage.RUN)).isEqualTo(1);

    latencies.record(Stage.RUN, Duration.ofMillis(2).toNanos());
    latencies.record(Stage.RUN, Duration.ofMillis(3).toNanos());

    assertThat(count(latencies.interval(), Stage.RUN)).isEqualTo(2);
    assertThat(latencies.interval()).isEmpty();
  }

  @Test
  void anIntervalThatIsExtendedHoldsBoth() {
    latencies.record(Stage.RUN, 1);
    latencies.interval();
    latencies.record(Stage.RUN, 2);
    latencies.record(Stage.RUN, 3);

    assertThat(count(latencies.extendInterval(), Stage.RUN)).isEqualTo(3);
    assertThat(latencies.interval()).isEmpty();
  }

  @Test
  void askingForTotalsTakesNothingFromTheInterval() {
    latencies.record(Stage.RUN, 1);
    assertThat(total(Stage.RUN).getTotalCount()).isEqualTo(1);
    latencies.record(Stage.RUN, 2);

    assertThat(count(latencies.interval(), Stage.RUN)).isEqualTo(2);
    assertThat(total(Stage.RUN).getTotalCount()).isEqualTo(2);
  }

  @Test
  void totalsAreExactHoweverOftenSomebodyLooked() {
    Histogram expected = new Histogram(3);
    for (int i = 1; i <= 10_000; i++) {
      latencies.record(Stage.E2E, i * 1_000L);
      expected.recordValue(i * 1_000L);
      if (i % 777 == 0) {
        latencies.interval();
      }
    }

    assertThat(total(Stage.E2E)).isEqualTo(expected);
  }

  @Test
  void nothingIsLostBetweenThoseWhoRecordAndTheOneWhoLooks() throws Exception {
    int each = 200_000;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    Callable<Integer> recorder =
        () -> {
          for (int i = 0; i < each; i++) {
            latencies.record(Stage.RUN, i);
          }
          return each;
        };
    Future<Integer> one = threads.submit(recorder);
    Future<Integer> other = threads.submit(recorder);
    long seen = 0;
    while (!one.isDone() || !other.isDone()) {
      seen += count(latencies.interval(), Stage.RUN);
    }
    seen += count(latencies.interval(), Stage.RUN);
    threads.shutdown();

    assertThat(one.get() + other.get()).isEqualTo(2 * each);
    assertThat(seen).isEqualTo(2L * each);
    assertThat(total(Stage.RUN).getTotalCount()).isEqualTo(2L * each);
  }

  private static long count(Map<Stage, LatencySummary> interval, Stage stage) {
    LatencySummary seen = interval.get(stage);
    return seen == null ? 0 : seen.count();
  }

  private Histogram total(Stage stage) {
    return Objects.requireNonNull(latencies.totals().get(stage));
  }
}
