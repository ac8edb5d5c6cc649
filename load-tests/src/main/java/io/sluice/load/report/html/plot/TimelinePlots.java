package io.sluice.load.report.html.plot;

import io.sluice.load.report.html.plot.Plot.Across;
import io.sluice.load.report.html.plot.Plot.Line;
import io.sluice.load.report.html.plot.Plot.Shape;
import io.sluice.load.report.html.plot.Plot.Spread;
import io.sluice.load.report.html.plot.Plot.Up;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What was seen second by second. */
final class TimelinePlots {
  private static final double AS_IT_IS = 1;
  private static final double MEBIBYTE = 1 << 20;
  private static final String LATENCY = "Latency over time";
  private static final String NO_TIMELINE = "this result has no timeline";
  private static final String NOT_RECORDED = "the timeline has no value for it";
  private static final String REDIS_UNSEEN =
      "the timeline has no value for it; the Redis behind an http:// target cannot be seen";

  private final JsonNode timeline;
  private final Across seconds;
  private final Plots plots;

  TimelinePlots(JsonNode timeline, Plots plots) {
    this.timeline = timeline;
    this.seconds = seconds(timeline.path("seconds"));
    this.plots = plots;
  }

  void rates() {
    add(
        "rates",
        "Rates over time",
        "Offered is the plan, achieved what was accepted, completed what handlers finished.",
        "tasks per second",
        NOT_RECORDED,
        line("offered", "offeredPerSecond", AS_IT_IS),
        line("achieved", "achievedPerSecond", AS_IT_IS),
        line("completed", "completedPerSecond", AS_IT_IS));
  }

  /** One plot a stage: four lines each of several stages would be a tangle. */
  void latencies() {
    JsonNode stages = timeline.path("latencyMs");
    if (seconds.at().isEmpty() || stages.isEmpty()) {
      plots.leaveOut(LATENCY, seconds.at().isEmpty() ? NO_TIMELINE : NOT_RECORDED);
      return;
    }
    for (String stage : Stages.inOrder(stages.propertyNames())) {
      latency(stage, stages.path(stage));
    }
  }

  void loads() {
    add(
        "backlog",
        "Backlog",
        "Tasks accepted and not finished. A line that keeps rising is more load than it can take.",
        "tasks",
        NOT_RECORDED,
        line("backlog", "backlog", AS_IT_IS));
    add(
        "cpu",
        "CPU of Redis and JVM",
        "Redis runs commands on one thread, so one core is its limit.",
        "% CPU",
        REDIS_UNSEEN,
        line("Redis", "redisCpuPercent", AS_IT_IS),
        line("JVM", "jvmCpuPercent", AS_IT_IS));
    add(
        "memory",
        "Memory of Redis and JVM",
        "The JVM is producer, worker and harness together.",
        "MiB",
        REDIS_UNSEEN,
        line("Redis", "redisMemoryBytes", MEBIBYTE),
        line("JVM heap", "jvmHeapBytes", MEBIBYTE),
        line("JVM resident", "jvmRssBytes", MEBIBYTE));
    pauses();
  }

  private void latency(String stage, JsonNode seen) {
    add(
        plot(
            "latency-" + stage,
            LATENCY + ": " + stage,
            "Percentiles of each interval by itself; they do not add up to those of the run.",
            Shape.LINES,
            new Up("milliseconds", Spread.LOG),
            line("p50", seen.path("p50"), AS_IT_IS),
            line("p99", seen.path("p99"), AS_IT_IS),
            line("p99.9", seen.path("p999"), AS_IT_IS),
            line("max", seen.path("max"), AS_IT_IS)),
        NOT_RECORDED);
  }

  private void pauses() {
    add(
        plot(
            "gc",
            "GC pauses",
            "Time in which the JVM stood still, in each interval.",
            Shape.BARS,
            new Up("milliseconds", Spread.LINEAR),
            line("GC pause", "gcPauseMs", AS_IT_IS)),
        NOT_RECORDED);
  }

  private void add(
      String id, String title, String about, String unit, String whyEmpty, Line... lines) {
    add(plot(id, title, about, Shape.LINES, new Up(unit, Spread.LINEAR), lines), whyEmpty);
  }

  private void add(Plot plot, String whyEmpty) {
    if (seconds.at().isEmpty()) {
      plots.leaveOut(plot.title(), NO_TIMELINE);
    } else {
      plots.add(plot, whyEmpty);
    }
  }

  private Plot plot(String id, String title, String about, Shape shape, Up up, Line... lines) {
    return new Plot(id, title, about, shape, seconds, up, List.of(lines), List.of());
  }

  private Line line(String label, String field, double unit) {
    return line(label, timeline.path(field), unit);
  }

  private Line line(String label, JsonNode values, double unit) {
    return new Line(label, Values.of(values, seconds.at().size(), unit));
  }

  /** Up to the first that does not follow: a plot needs its places in order. */
  private static Across seconds(JsonNode array) {
    List<Double> at = new ArrayList<>();
    List<String> names = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (@Nullable Double second : Values.of(array, array.size(), AS_IT_IS)) {
      if (second == null || second <= last) {
        break;
      }
      last = second;
      at.add(second);
      names.add(BigDecimal.valueOf(second).stripTrailingZeros().toPlainString());
    }
    return new Across("seconds since the measured start", Spread.LINEAR, at, names);
  }
}
