package io.sluice.load.cli;

import io.sluice.load.measure.Stage;
import io.sluice.load.slo.Bound;
import io.sluice.load.slo.LatencyFigure;
import io.sluice.load.slo.LatencyPoint;
import io.sluice.load.slo.RunFigure;
import io.sluice.load.slo.Slo;
import io.sluice.load.slo.SloFigure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads objectives as people write them: {@code e2e.p99<50ms}, {@code completed>50k/s}. */
final class SloGrammar {
  private static final Pattern PARTS = Pattern.compile("([^<>=]+)([<>]=?|=)([^<>=]+)");
  private static final String EXAMPLES =
      "e2e.p99<50ms, enqueue.max<=1s, completed>50k/s, redis.cpu<12us, lost=0";

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_MICRO = 1e3;

  private static final List<Bound> UPPER = List.of(Bound.BELOW, Bound.AT_MOST);
  private static final List<Bound> LOWER = List.of(Bound.ABOVE, Bound.AT_LEAST);
  private static final List<Bound> EXACT = List.of(Bound.EXACTLY);

  private static final Map<String, Stage> STAGES = stages();
  private static final Map<String, LatencyPoint> POINTS = points();

  private static final Map<String, Term> WHOLE_RUN = wholeRun();

  /**
   * @param limit reads it in the unit of the figure
   */
  private record Term(SloFigure figure, List<Bound> bounds, ToDoubleFunction<String> limit) {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  static Slo read(String text) {
    try {
      Matcher parts = PARTS.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("must be a figure, a sign and a limit");
      }
      Term term = term(parts.group(1).trim());
      Bound bound = bound(parts.group(2), term.bounds);
      return new Slo(text, term.figure, bound, term.limit.applyAsDouble(parts.group(3).trim()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "slo '" + text + "': " + e.getMessage() + "; write it like " + EXAMPLES, e);
    }
  }

  private static Term term(String figure) {
    Term whole = WHOLE_RUN.get(figure);
    if (whole != null) {
      return whole;
    }
    int dot = figure.indexOf('.');
    String stage = dot < 0 ? figure : figure.substring(0, dot);
    String point = dot < 0 ? "" : figure.substring(dot + 1);
    return new Term(
        new LatencyFigure(
            known(stage, STAGES.get(stage), "stage", STAGES.keySet()),
            known(point, POINTS.get(point), "figure of a stage", POINTS.keySet())),
        UPPER,
        limit -> nanos(limit) / NANOS_PER_MILLI);
  }

  private static <T> T known(String name, @Nullable T found, String what, Iterable<String> names) {
    if (found == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is no " + what + ", those are " + String.join(", ", names));
    }
    return found;
  }

  private static Bound bound(String sign, List<Bound> allowed) {
    return allowed.stream()
        .filter(bound -> bound.sign().equals(sign))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + sign
                        + "' makes no sense for this figure, which takes "
                        + allowed.stream().map(Bound::sign).collect(Collectors.joining(" or "))));
  }

  private static Map<String, Stage> stages() {
    Map<String, Stage> stages = new LinkedHashMap<>();
    Arrays.stream(Stage.values()).forEach(stage -> stages.put(stage.wireName(), stage));
    return stages;
  }

  private static Map<String, LatencyPoint> points() {
    Map<String, LatencyPoint> points = new LinkedHashMap<>();
    Arrays.stream(LatencyPoint.values()).forEach(point -> points.put(point.wireName(), point));
    points.put("p99.9", LatencyPoint.P999);
    return points;
  }

  private static Map<String, Term> wholeRun() {
    ToDoubleFunction<String> rate = limit -> Quantity.rate(limit).perSecond();
    ToDoubleFunction<String> micros = limit -> nanos(limit) / NANOS_PER_MICRO;
    return Map.of(
        "enqueued", new Term(RunFigure.ENQUEUED, LOWER, rate),
        "completed", new Term(RunFigure.COMPLETED, LOWER, rate),
        "redis.cpu", new Term(RunFigure.REDIS_CPU, UPPER, micros),
        "lost", new Term(RunFigure.LOST, EXACT, Quantity::count),
        "doubled", new Term(RunFigure.DOUBLED, EXACT, Quantity::count));
  }

  private static double nanos(String limit) {
    return Quantity.duration(limit).toNanos();
  }

  private SloGrammar() {}
}
