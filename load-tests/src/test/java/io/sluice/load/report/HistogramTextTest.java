package io.sluice.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTextTest {
  private static final int VALUES = 10_000;

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void whatIsReadEqualsWhatWasWritten() {
    Histogram written = filled(1_000_000_000L);

    assertThat(HistogramText.read(HistogramText.of(written))).isEqualTo(written);
  }

  @Test
  void anEmptyOneCanBeWrittenToo() {
    assertThat(HistogramText.read(HistogramText.of(new Histogram(3))).getTotalCount()).isZero();
  }

  @Test
  void whatIsReadAgainMergesExactlyThoughOneReachesFarther() {
    Histogram fast = filled(1_000_000L);
    Histogram slow = filled(3_000_000_000_000L);
    Histogram all = fast.copy();
    all.add(slow);

    Histogram merged = HistogramText.read(HistogramText.of(fast));
    merged.add(HistogramText.read(HistogramText.of(slow)));

    assertThat(merged).isEqualTo(all);
    assertThat(merged.getTotalCount()).isEqualTo(2L * VALUES);
    assertThat(merged.getMaxValue()).isEqualTo(slow.getMaxValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?", "AAAA", "HISTFAAAAB542pNpmSzMwMDAxAABzFCaEURcm7eEwf4DRAQAUn8EjA=="})
  void whatIsNoHistogramIsRefused(String text) {
    assertThatThrownBy(() -> HistogramText.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a histogram");
  }

  private Histogram filled(long highest) {
    Histogram histogram = new Histogram(3);
    for (int i = 0; i < VALUES; i++) {
      histogram.recordValue(random.nextLong(highest));
    }
    return histogram;
  }
}
