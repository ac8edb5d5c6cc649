package io.sluice.gateway.reports;

import io.sluice.gateway.json.JsonWalk;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a run went, in columns of one length. One that is longer than a chart is wide is thinned:
 * each point stands for some intervals then.
 *
 * @param intervals how many the result has
 * @param columns by their names in the result; null stands for what was not seen
 * @param latencyMs the same for each stage
 */
public record Timeline(
    int intervals,
    Map<String, List<@Nullable Double>> columns,
    Map<String, Map<String, List<@Nullable Double>>> latencyMs) {
  static final int MOST_POINTS = 600;

  private static final String SECONDS = "seconds";
  private static final double SHOWN = 1e3;

  /** Columns of which a point shows the mean of its intervals. */
  private static final Set<String> RATES =
      Set.of(
          "offeredPerSecond",
          "achievedPerSecond",
          "completedPerSecond",
          "redisCpuPercent",
          "jvmCpuPercent");

  /** Columns of which a point shows the largest value, as it does of latencies. */
  private static final Set<String> PEAKS = Set.of(SECONDS, "backlog");

  private static final List<String> PERCENTILES = List.of("p50", "p99", "p999", "max");
  private static final Pattern STAGE = Pattern.compile("[a-z0-9]{1,20}");
  private static final int MOST_STAGES = 10;

  /** When the last interval ended, since the start; null when there is none. */
  @Nullable Double endSeconds() {
    List<@Nullable Double> seconds = columns.getOrDefault(SECONDS, List.of());
    return seconds.isEmpty() ? null : seconds.get(seconds.size() - 1);
  }

  /** Reads it from a result; null when it has no moment. */
  static @Nullable Timeline read(JsonWalk walk) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    Map<String, Map<String, double[]>> latency = new LinkedHashMap<>();
    walk.members(
        (name, value) -> {
          if (RATES.contains(name) || PEAKS.contains(name)) {
            columns.put(name, value.numbers());
          } else if (name.equals("latencyMs")) {
            value.members((stage, of) -> readStage(latency, stage, of));
          }
        });
    double[] seconds = columns.get(SECONDS);
    return seconds == null || seconds.length == 0
        ? null
        : new Thinning(seconds.length).of(columns, latency);
  }

  private static void readStage(
      Map<String, Map<String, double[]>> latency, String stage, JsonWalk value) {
    if (latency.size() < MOST_STAGES && STAGE.matcher(stage).matches()) {
      Map<String, double[]> columns = new LinkedHashMap<>();
      value.members(
          (name, of) -> {
            if (PERCENTILES.contains(name)) {
              columns.put(name, of.numbers());
            }
          });
      latency.put(stage, columns);
    }
  }

  /** Makes points of intervals. */
  private record Thinning(int intervals) {
    Timeline of(Map<String, double[]> columns, Map<String, Map<String, double[]>> latency) {
      Map<String, List<@Nullable Double>> thin = new LinkedHashMap<>();
      columns.forEach(
          (name, values) ->
              thin.put(
                  name, column(values, RATES.contains(name) ? Timeline::mean : Timeline::most)));
      Map<String, Map<String, List<@Nullable Double>>> stages = new LinkedHashMap<>();
      latency.forEach(
          (stage, of) -> {
            Map<String, List<@Nullable Double>> percentiles = new LinkedHashMap<>();
            of.forEach((name, values) -> percentiles.put(name, column(values, Timeline::most)));
            stages.put(stage, percentiles);
          });
      return new Timeline(intervals, thin, stages);
    }

    /** A column that is too short has nothing at its end. */
    private List<@Nullable Double> column(double[] values, ToDoubleFunction<double[]> asOne) {
      int each = (intervals + MOST_POINTS - 1) / MOST_POINTS;
      return IntStream.range(0, (intervals + each - 1) / each)
          .mapToObj(
              point ->
                  Arrays.copyOfRange(
                      values,
                      Math.min(values.length, point * each),
                      Math.min(values.length, (point + 1) * each)))
          .map(some -> DoubleStream.of(some).filter(Double::isFinite).toArray())
          .<@Nullable Double>map(
              some -> some.length == 0 ? null : rounded(asOne.applyAsDouble(some)))
          .collect(Collectors.toList());
    }
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElse(0);
  }

  private static double most(double[] values) {
    return DoubleStream.of(values).max().orElse(0);
  }

  private static double rounded(double value) {
    return Math.abs(value) > Long.MAX_VALUE / SHOWN ? value : Math.round(value * SHOWN) / SHOWN;
  }
}
