package io.sluice.load.report.html.plot;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** All plots of a result, in the order in which they are shown. */
public final class Plots {
  private final List<Plot> drawn = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private Plots() {}

  /** Reads what there is; what is missing or unreadable is left out with a reason. */
  public static Plots of(JsonNode result) {
    Plots plots = new Plots();
    TimelinePlots timeline = new TimelinePlots(result.path("timeline"), plots);
    timeline.rates();
    SpectrumPlot.of(result.path("histograms"), plots);
    timeline.latencies();
    timeline.loads();
    StepPlots.of(result.path("steps"), plots);
    return plots;
  }

  public List<Plot> drawn() {
    return List.copyOf(drawn);
  }

  public List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Takes a plot without the lines that have no value; without any, the plot is left out. */
  void add(Plot plot, String whyEmpty) {
    List<Plot.Line> full = plot.lines().stream().filter(line -> !line.isEmpty()).toList();
    if (full.isEmpty()) {
      leaveOut(plot.title(), whyEmpty);
      return;
    }
    Plot shown =
        new Plot(
            plot.id(),
            plot.title(),
            plot.about(),
            plot.shape(),
            plot.across(),
            plot.up(),
            full,
            plot.notes());
    drawn.add(
        shown.noting(
            plot.lines().stream()
                .filter(Plot.Line::isEmpty)
                .map(line -> "Without " + line.label() + ": " + whyEmpty + ".")));
  }

  void leaveOut(String title, String reason) {
    leftOut.add(new LeftOut(title, reason));
  }
}
