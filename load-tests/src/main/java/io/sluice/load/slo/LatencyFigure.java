package io.sluice.load.slo;

import io.sluice.load.measure.Stage;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A point of a stage's histogram, in milliseconds. */
public record LatencyFigure(Stage stage, LatencyPoint point) implements SloFigure {
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public @Nullable Double of(SloSubject subject) {
    Histogram seen = subject.histograms().get(stage);
    return seen == null ? null : point.of(seen) / NANOS_PER_MILLI;
  }

  @Override
  public String unit() {
    return "ms";
  }
}
