package io.sluice.load.report.html.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The percentiles a spectrum is drawn at: 0, 10, 20 … 90, 91 … 99, 99.1 … and so on. Round ones,
 * since they stand in a table too, and the same number for each further nine.
 */
final class Percentiles {
  /** Enough for 100 million values; more nines than that nobody measures. */
  static final int MOST_NINES = 8;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** What is left above the percentile, in tenths of the nine before. */
  private static final List<BigDecimal> TENTHS =
      List.of("10", "9", "8", "7", "6", "5", "4", "3", "2.5", "2", "1.5").stream()
          .map(BigDecimal::new)
          .toList();

  /** Those that a histogram of so many values can tell apart, and one more: its maximum. */
  static List<BigDecimal> upTo(long count) {
    List<BigDecimal> percentiles = new ArrayList<>();
    for (int nines = 0; nines < MOST_NINES; nines++) {
      for (BigDecimal tenth : TENTHS) {
        BigDecimal percentile = HUNDRED.subtract(tenth.scaleByPowerOfTen(1 - nines));
        percentiles.add(percentile);
        if (place(percentile) >= count) {
          return percentiles;
        }
      }
    }
    return percentiles;
  }

  /** Where a percentile lies across: 1/(1-p). */
  static double place(BigDecimal percentile) {
    return HUNDRED.divide(HUNDRED.subtract(percentile), MathContext.DECIMAL64).doubleValue();
  }

  static String name(BigDecimal percentile) {
    return percentile.stripTrailingZeros().toPlainString() + " %";
  }

  private Percentiles() {}
}
