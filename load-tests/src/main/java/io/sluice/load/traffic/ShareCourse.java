package io.sluice.load.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shares of the groups over time: a line for the heavy group, and one for all light groups of
 * one weight together.
 */
final class ShareCourse {
  private static final int INTERVALS = 80;
  private static final long SHORTEST_MICROS = 50_000;
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double PERCENT = 100;

  private final Tenancy tenancy;
  private final Starts starts;
  private final long intervalMicros;
  private final List<Line> lines = new ArrayList<>();
  private final Line[] lineOf;

  private static final class Line {
    final String label;
    final double[] started;
    double wanted;

    Line(String label, int intervals) {
      this.label = label;
      this.started = new double[intervals];
    }
  }

  ShareCourse(Tenancy tenancy, Starts starts) {
    this.tenancy = tenancy;
    this.starts = starts;
    this.lineOf = new Line[tenancy.groups()];
    long last = starts.count() == 0 ? 0 : starts.micros(starts.count() - 1);
    this.intervalMicros = Math.max(SHORTEST_MICROS, last / INTERVALS + 1);
    draw((int) (last / intervalMicros) + 1);
  }

  /** The fields of the result: columns of equal length. */
  Map<String, Object> told() {
    int intervals = lines.get(0).started.length;
    double[] all = new double[intervals];
    lines.forEach(line -> Arrays.setAll(all, at -> all[at] + line.started[at]));
    Map<String, Object> told = new LinkedHashMap<>();
    List<Double> seconds = new ArrayList<>();
    for (int at = 0; at < intervals; at++) {
      seconds.add(at * intervalMicros / MICROS_PER_SECOND);
    }
    told.put("intervalSeconds", intervalMicros / MICROS_PER_SECOND);
    told.put("seconds", seconds);
    told.put("lines", lines.stream().map(line -> told(line, all)).toList());
    return told;
  }

  private static Map<String, Object> told(Line line, double[] all) {
    List<Double> percent = new ArrayList<>();
    for (int at = 0; at < all.length; at++) {
      percent.add(all[at] == 0 ? 0 : tenths(PERCENT * line.started[at] / all[at]));
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("label", line.label);
    told.put("wantedPercent", tenths(PERCENT * line.wanted));
    told.put("sharePercent", percent);
    return told;
  }

  private void draw(int intervals) {
    lineOf[0] = new Line("heavy, weight " + tenancy.weight(0), intervals);
    lines.add(lineOf[0]);
    Map<Integer, List<Integer>> byWeight = new TreeMap<>();
    for (int group = 1; group < tenancy.groups(); group++) {
      byWeight.computeIfAbsent(tenancy.weight(group), weight -> new ArrayList<>()).add(group);
    }
    byWeight.forEach(
        (weight, groups) -> {
          Line line = new Line(groups.size() + " light, weight " + weight, intervals);
          groups.forEach(group -> lineOf[group] = line);
          lines.add(line);
        });
    for (int group = 0; group < tenancy.groups(); group++) {
      lineOf[group].wanted += tenancy.wanted(group);
    }
    for (int start = 0; start < starts.count(); start++) {
      int at = (int) Math.min(intervals - 1, starts.micros(start) / intervalMicros);
      lineOf[starts.group(start)].started[at]++;
    }
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
