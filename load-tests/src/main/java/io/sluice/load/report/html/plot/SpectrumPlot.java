package io.sluice.load.report.html.plot;

import io.sluice.load.report.html.plot.Plot.Across;
import io.sluice.load.report.html.plot.Plot.Line;
import io.sluice.load.report.html.plot.Plot.Shape;
import io.sluice.load.report.html.plot.Plot.Spread;
import io.sluice.load.report.html.plot.Plot.Up;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every percentile of every stage, out of the histograms of the whole run. */
final class SpectrumPlot {
  private static final String TITLE = "Latency spectrum";
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<String, Histogram> stages = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private SpectrumPlot() {}

  static void of(JsonNode histograms, Plots plots) {
    if (histograms.isEmpty()) {
      plots.leaveOut(TITLE, "this result has no histograms");
      return;
    }
    SpectrumPlot spectrum = new SpectrumPlot();
    for (String stage : Stages.inOrder(histograms.propertyNames())) {
      spectrum.read(stage, histograms.path(stage));
    }
    if (spectrum.stages.isEmpty()) {
      plots.leaveOut(TITLE, "none of its histograms can be shown. " + spectrum.said());
    } else {
      plots.add(spectrum.plot(), "its histogram is empty");
    }
  }

  private String said() {
    return String.join(" ", notes);
  }

  private void read(String stage, JsonNode encoded) {
    try {
      Histogram histogram = decoded(encoded.asString(""));
      if (histogram.getTotalCount() == 0) {
        notes.add("Without " + stage + ": its histogram is empty.");
      } else {
        stages.put(stage, histogram);
      }
    } catch (DataFormatException | RuntimeException e) {
      // Whatever is wrong with one stage, the others can be shown.
      notes.add("Without " + stage + ": its histogram cannot be read (" + e + ").");
    }
  }

  private static Histogram decoded(String base64) throws DataFormatException {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
  }

  private Plot plot() {
    long most = stages.values().stream().mapToLong(Histogram::getTotalCount).max().orElse(0);
    List<BigDecimal> percentiles = Percentiles.upTo(most);
    List<Line> lines = new ArrayList<>();
    stages.forEach((stage, histogram) -> lines.add(line(stage, histogram, percentiles)));
    return new Plot(
        "spectrum",
        TITLE,
        "A flat line is an even time; a step on the right is what the slowest had to wait for.",
        Shape.LINES,
        new Across(
            "percentile",
            Spread.PERCENTILE,
            percentiles.stream().map(Percentiles::place).toList(),
            percentiles.stream().map(Percentiles::name).toList()),
        new Up("milliseconds", Spread.LOG),
        lines,
        notes);
  }

  /** Ends where the histogram has no more values to tell apart. */
  private static Line line(String stage, Histogram histogram, List<BigDecimal> percentiles) {
    int known = Percentiles.upTo(histogram.getTotalCount()).size();
    List<@Nullable Double> values = new ArrayList<>();
    for (BigDecimal percentile : percentiles) {
      values.add(values.size() < known ? millis(histogram, percentile) : null);
    }
    return new Line(stage, values);
  }

  private static double millis(Histogram histogram, BigDecimal percentile) {
    return histogram.getValueAtPercentile(percentile.doubleValue()) / NANOS_PER_MILLI;
  }
}
