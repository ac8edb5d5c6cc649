package io.sluice.load.report.html.plot;

import io.sluice.load.report.html.plot.Plot.Across;
import io.sluice.load.report.html.plot.Plot.Line;
import io.sluice.load.report.html.plot.Plot.Shape;
import io.sluice.load.report.html.plot.Plot.Spread;
import io.sluice.load.report.html.plot.Plot.Up;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rates that a search for saturation tried, in the order in which it tried them. */
final class StepPlots {
  private static final String TITLE = "Rate steps";
  private static final String NOT_RECORDED = "the steps have no value for it";

  private final JsonNode steps;
  private final Across order;

  private StepPlots(JsonNode steps) {
    this.steps = steps;
    this.order = order(steps);
  }

  static void of(JsonNode steps, Plots plots) {
    if (steps.isEmpty()) {
      plots.leaveOut(TITLE, "only a search for saturation has steps");
      return;
    }
    StepPlots made = new StepPlots(steps);
    plots.add(made.rates(), NOT_RECORDED);
    plots.add(made.latency(), NOT_RECORDED);
    plots.add(made.growth(), NOT_RECORDED);
  }

  private Plot rates() {
    return plot(
        "steps",
        TITLE,
        "Where completed stays below asked, the rate is more than can be kept.",
        new Up("tasks per second", Spread.LINEAR),
        line("asked", "ratePerSecond"),
        line("achieved", "achievedPerSecond"),
        line("completed", "completedPerSecond"));
  }

  private Plot latency() {
    return plot(
        "steps-p99",
        TITLE + ": latency",
        "The 99th percentile at each rate.",
        new Up("milliseconds", Spread.LOG),
        line("p99", "p99Ms"));
  }

  private Plot growth() {
    return plot(
        "steps-backlog",
        TITLE + ": growth of the backlog",
        "Above zero, more comes in than is finished.",
        new Up("tasks per second", Spread.LINEAR),
        line("growth", "backlogGrowthPerSecond"));
  }

  private Plot plot(String id, String title, String about, Up up, Line... lines) {
    return new Plot(id, title, about, Shape.LINES, order, up, List.of(lines), List.of());
  }

  private Line line(String label, String field) {
    List<@Nullable Double> values = new ArrayList<>();
    steps.forEach(step -> values.add(Values.of(step.path(field))));
    return new Line(label, values);
  }

  private static Across order(JsonNode steps) {
    List<Double> at = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (JsonNode step : steps) {
      at.add(at.size() + 1.0);
      names.add(at.size() + kept(step.path("kept")));
    }
    return new Across("step", Spread.COUNTED, at, names);
  }

  private static String kept(JsonNode kept) {
    if (!kept.isBoolean()) {
      return "";
    }
    return kept.booleanValue() ? " (kept)" : " (not kept)";
  }
}
