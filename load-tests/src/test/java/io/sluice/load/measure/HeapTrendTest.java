package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeapTrendTest {
  @Test
  void withoutCollectionsNothingIsSaid() {
    try (HeapTrend trend = new HeapTrend()) {
      assertThat(trend.thirds(0, 900)).isNull();
    }
  }

  @Test
  void theThirdsAreComparedAndTheMiddleIsLeftOut() {
    try (HeapTrend trend = new HeapTrend()) {
      trend.add(10, 100);
      trend.add(290, 300);
      trend.add(450, 9_999);
      trend.add(700, 250);

      HeapTrend.Thirds seen = trend.thirds(0, 900);

      assertThat(seen).isNotNull();
      assertThat(seen.firstBytes()).isEqualTo(200);
      assertThat(seen.lastBytes()).isEqualTo(250);
      assertThat(seen.growthPercent()).isCloseTo(25, within(0.01));
    }
  }

  @Test
  void aLongRunKeepsABoundedNumber() {
    try (HeapTrend trend = new HeapTrend()) {
      for (int i = 0; i < 100_000; i++) {
        trend.add(i, 7);
      }

      HeapTrend.Thirds seen = trend.thirds(0, 100_000);

      assertThat(seen).isNotNull();
      assertThat(seen.collections()).isBetween(1_000, 10_000);
      assertThat(seen.growthPercent()).isZero();
    }
  }
}
