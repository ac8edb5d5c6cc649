package io.sluice.load.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrivalPlanTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void constantGapsAreEqualAndTheFirstSendIsAtOnce() {
    ArrivalPlan plan = ArrivalPlan.constant(new Rate(1000), Duration.ofSeconds(2));

    assertThat(plan.size()).isEqualTo(2000);
    assertThat(plan.offsetNanos(0)).isZero();
    assertThat(plan.offsetNanos(1)).isEqualTo(1_000_000);
    assertThat(plan.offsetNanos(1999)).isEqualTo(1_999_000_000);
  }

  @Test
  void aGapThatIsNoWholeNumberOfNanosecondsDoesNotDrift() {
    ArrivalPlan plan = ArrivalPlan.constant(new Rate(3), Duration.ofSeconds(100));

    assertThat(plan.offsetNanos(297)).isEqualTo(99_000_000_000L);
  }

  @Test
  void poissonGapsHaveTheMeanAndTheSpreadOfAnExponential() {
    ArrivalPlan plan = ArrivalPlan.poisson(new Rate(5000), TEN_SECONDS, 7);

    double[] gaps =
        IntStream.range(1, plan.size())
            .mapToDouble(i -> plan.offsetNanos(i) - plan.offsetNanos(i - 1))
            .toArray();
    double mean = java.util.Arrays.stream(gaps).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(gaps)
            .map(gap -> (gap - mean) * (gap - mean))
            .average()
            .orElseThrow();
    assertThat(plan.size()).isCloseTo(50_000, within(1000));
    assertThat(mean).isCloseTo(200_000, within(4000.0));
    assertThat(Math.sqrt(variance)).isCloseTo(200_000, within(8000.0));
  }

  @Test
  void theSameSeedGivesTheSamePlanAndAnotherGivesAnother() {
    long[] plan = offsets(ArrivalPlan.poisson(new Rate(100), TEN_SECONDS, 42));

    assertThat(offsets(ArrivalPlan.poisson(new Rate(100), TEN_SECONDS, 42))).isEqualTo(plan);
    assertThat(offsets(ArrivalPlan.poisson(new Rate(100), TEN_SECONDS, 43))).isNotEqualTo(plan);
  }

  @ParameterizedTest
  @EnumSource(Arrivals.class)
  void noSendIsDueBeforeTheOneBeforeItOrAfterTheSpan(Arrivals arrivals) {
    long[] offsets = offsets(arrivals.plan(new Rate(777), TEN_SECONDS, 1));

    assertThat(offsets).isSorted();
    assertThat(offsets[offsets.length - 1]).isLessThan(TEN_SECONDS.toNanos());
  }

  @ParameterizedTest
  @EnumSource(Arrivals.class)
  void noTimeIsNoSends(Arrivals arrivals) {
    assertThat(arrivals.plan(new Rate(1000), Duration.ZERO, 1).size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Arrivals.class)
  void aPlanThatDoesNotFitIsRefusedWithWhatToChange(Arrivals arrivals) {
    Duration day = Duration.ofDays(1);

    assertThatThrownBy(() -> arrivals.plan(new Rate(1_000_000), day, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("86400000000")
        .hasMessageContaining("lower --rate or --duration");
  }

  private static long[] offsets(ArrivalPlan plan) {
    return LongStream.range(0, plan.size()).map(i -> plan.offsetNanos((int) i)).toArray();
  }

  @Test
  void tellsHowManyAreDue() {
    ArrivalPlan plan = ArrivalPlan.constant(new Rate(10), Duration.ofSeconds(1));

    assertThat(plan.dueWithin(-1)).isZero();
    assertThat(plan.dueWithin(0)).isEqualTo(1);
    assertThat(plan.dueWithin(99_999_999)).isEqualTo(1);
    assertThat(plan.dueWithin(100_000_000)).isEqualTo(2);
    assertThat(plan.dueWithin(Duration.ofHours(1).toNanos())).isEqualTo(10);
    assertThat(ArrivalPlan.none().dueWithin(1)).isZero();
  }
}
