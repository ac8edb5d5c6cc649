package io.sluice.load.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.load.measure.Stage;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloTest {
  private final Histogram times = new Histogram(3);
  private final SloSubject subject =
      new SloSubject(Map.of(Stage.E2E, times), 1000, 900, null, 0, 2);

  @ParameterizedTest
  @CsvSource({
    "BELOW,900,false",
    "BELOW,901,true",
    "AT_MOST,900,true",
    "AT_MOST,899,false",
    "ABOVE,900,false",
    "ABOVE,899,true",
    "AT_LEAST,900,true",
    "AT_LEAST,901,false",
    "EXACTLY,900,true",
    "EXACTLY,901,false"
  })
  void aLimitIsKeptOrNot(Bound bound, double limit, boolean met) {
    SloOutcome outcome = new Slo("rule", RunFigure.COMPLETED, bound, limit).judge(subject);

    assertThat(outcome).isEqualTo(new SloOutcome("rule", 900.0, limit, "/s", met));
  }

  @ParameterizedTest
  @CsvSource({"P50,500", "P90,900", "P95,950", "P99,990", "P999,999", "MAX,1000", "MEAN,500.5"})
  void latenciesAreThoseOfTheHistogramInMilliseconds(LatencyPoint point, double millis) {
    for (int i = 1; i <= 1000; i++) {
      times.recordValue(i * 1_000_000L);
    }

    SloOutcome outcome =
        new Slo("rule", new LatencyFigure(Stage.E2E, point), Bound.BELOW, 1).judge(subject);

    assertThat(Objects.requireNonNull(outcome.measured())).isCloseTo(millis, within(1.0));
    assertThat(outcome.unit()).isEqualTo("ms");
  }

  @Test
  void whatWasNotMeasuredIsNotMet() {
    SloFigure unseen = new LatencyFigure(Stage.HTTP, LatencyPoint.P99);

    assertThat(new Slo("h", unseen, Bound.BELOW, 1e9).judge(subject))
        .isEqualTo(new SloOutcome("h", null, 1e9, "ms", false));
    assertThat(new Slo("r", RunFigure.REDIS_CPU, Bound.BELOW, 1e9).judge(subject).met()).isFalse();
  }

  @Test
  void eachFigureIsItsOwn() {
    assertThat(RunFigure.ENQUEUED.of(subject)).isEqualTo(1000);
    assertThat(RunFigure.COMPLETED.of(subject)).isEqualTo(900);
    assertThat(RunFigure.LOST.of(subject)).isZero();
    assertThat(RunFigure.DOUBLED.of(subject)).isEqualTo(2);
  }
}
