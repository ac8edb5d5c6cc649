package io.sluice.load.report.compare;

import io.sluice.load.measure.Stage;
import io.sluice.load.report.compare.Row.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The percentiles of a stage on both sides. */
final class LatencyRows {
  /**
   * A percentile is judged when at least so many values of each side lie beyond it. With fewer it
   * says more about the noise than about the engine, and is only shown.
   */
  static final int ENOUGH_BEYOND = 30;

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
  private static final double WHOLE = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Limit limit;

  LatencyRows(Limit limit) {
    this.limit = limit;
  }

  /** Null for a side that did not time the stage; no rows when neither did. */
  List<Row> of(Stage stage, @Nullable Histogram base, @Nullable Histogram now) {
    List<Row> rows = new ArrayList<>();
    if (base == null && now == null) {
      return rows;
    }
    for (double percentile : PERCENTILES) {
      String figure = String.format(Locale.ROOT, "%s p%s", stage.wireName(), shown(percentile));
      boolean judged = enough(base, percentile) && enough(now, percentile);
      rows.add(row(figure, judged, at(base, percentile), at(now, percentile)));
    }
    rows.add(row(stage.wireName() + " max", false, at(base, WHOLE), at(now, WHOLE)));
    return rows;
  }

  private Row row(String figure, boolean judged, @Nullable Double base, @Nullable Double now) {
    return judged && base != null && now != null
        ? limit.latency(figure, base, now)
        : new Row(figure, "ms", base, now, Judgement.SHOWN);
  }

  private static boolean enough(@Nullable Histogram seen, double percentile) {
    return seen != null && seen.getTotalCount() * (1 - percentile / WHOLE) >= ENOUGH_BEYOND;
  }

  private static @Nullable Double at(@Nullable Histogram seen, double percentile) {
    return seen == null
        ? null
        : Double.valueOf(seen.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
  }

  private static String shown(double percentile) {
    return percentile == Math.rint(percentile)
        ? String.valueOf((int) percentile)
        : String.valueOf(percentile);
  }
}
