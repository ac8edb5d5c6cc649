package io.sluice.spec.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** However tokens are taken, no window of time has more starts than its rate and one burst. */
class PaceTest {
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void noWindowHasMoreStartsThanItsRateAndOneBurst() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 50; run++) {
      Pace.Limit limit =
          new Pace.Limit(random.nextLong(1, 9), random.nextLong(1, 50), random.nextLong(1, 20));
      Pace pace = new Pace();
      List<Long> starts = new ArrayList<>();
      long now = NOW;
      for (int step = 0; step < 60; step++) {
        now += random.nextLong(40);
        long some = Math.min(pace.allowed(limit, now), random.nextLong(10));
        pace.take(limit, now, some);
        for (long i = 0; i < some; i++) {
          starts.add(now);
        }
      }
      for (int from = 0; from < starts.size(); from++) {
        for (int to = from; to < starts.size(); to++) {
          Ratio window = Ratio.of(starts.get(to) - starts.get(from), 1);
          assertThat(to - from + 1L)
              .isLessThanOrEqualTo(limit.burst() + window.over(limit.interval()).floor());
        }
      }
    }
  }

  @Test
  void aRestGivesOneBurstAndNoMore() {
    Pace.Limit limit = new Pace.Limit(10, 1_000, 20);
    Pace pace = new Pace();

    assertThat(pace.allowed(limit, NOW)).isEqualTo(20);
    pace.take(limit, NOW, 20);
    assertThat(pace.allowed(limit, NOW)).isZero();
    assertThat(pace.nextAt(limit, NOW)).isEqualTo(Ratio.of(NOW + 100, 1));
    assertThat(pace.allowed(limit, NOW + 250)).isEqualTo(2);
    assertThat(pace.allowed(limit, NOW + 1_000_000)).isEqualTo(20);
  }

  @Test
  void aClockThatWasSetBackCostsOneBurstAtMost() {
    Pace.Limit limit = new Pace.Limit(1, 1_000, 5);
    Pace pace = new Pace();
    pace.take(limit, NOW, 5);

    assertThat(pace.allowed(limit, NOW - 3_600_000)).isZero();
    assertThat(pace.nextAt(limit, NOW - 3_600_000)).isEqualTo(Ratio.of(NOW - 3_600_000 + 1_000, 1));
  }
}
