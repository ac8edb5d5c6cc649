package io.sluice.load.report.compare;

import io.sluice.load.measure.Stage;
import io.sluice.load.report.compare.Row.Judgement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs of one kind beside each other.
 *
 * @param warnings what a reader should know before the figures are believed
 */
public record Comparison(List<Row> rows, List<String> warnings) {
  public Comparison {
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads and compares results.
   *
   * @param base one or more of the same kind
   * @param now likewise
   * @param maxRegression the share of the base by which a figure may be worse
   * @throws IllegalArgumentException when a file is no result, or runs cannot be compared
   */
  public static Comparison of(List<Path> base, List<Path> now, double maxRegression) {
    Side from = Side.read(base);
    Side to = Side.read(now);
    List<String> warnings =
        Likeness.check(Stream.concat(from.runs().stream(), to.runs().stream()).toList());
    return new Comparison(rows(from, to, new Limit(maxRegression)), warnings);
  }

  private static List<Row> rows(Side base, Side now, Limit limit) {
    List<Row> rows = new ArrayList<>();
    for (String name : List.of("enqueued", "completed")) {
      String path = "/summary/throughput/" + name + "PerSecond";
      rows.add(limit.moreIsBetter(name, "/s", base.rate(path), now.rate(path)));
    }
    rows.add(cost(limit, "Redis CPU a task", "us", "/summary/redis/cpuMicrosPerTask", base, now));
    rows.add(
        cost(limit, "Redis bytes a task", "B", "/summary/redis/bytesPerQueuedTask", base, now));
    String saturation = "/summary/saturation/ratePerSecond";
    if (base.weighted(saturation) != null || now.weighted(saturation) != null) {
      rows.add(
          limit.moreIsBetter(
              "saturation", "/s", base.weighted(saturation), now.weighted(saturation)));
    }
    String client = "/summary/client/cpuMicrosPerTask";
    // The harness is in it, and its share is not the engine's doing.
    rows.add(
        new Row(
            "client CPU a task",
            "us",
            base.weighted(client),
            now.weighted(client),
            Judgement.SHOWN));
    LatencyRows latencies = new LatencyRows(limit);
    for (Stage stage : Stage.values()) {
      rows.addAll(latencies.of(stage, base.times(stage), now.times(stage)));
    }
    return rows;
  }

  private static Row cost(
      Limit limit, String figure, String unit, String path, Side base, Side now) {
    return limit.lessIsBetter(figure, unit, base.weighted(path), now.weighted(path));
  }

  /** The figures that are worse than allowed. */
  public List<Row> regressions() {
    return rows.stream().filter(row -> row.judgement() == Judgement.REGRESSED).toList();
  }
}
