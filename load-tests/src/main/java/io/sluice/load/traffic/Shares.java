package io.sluice.load.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the groups shared the starts for as long as each of them had tasks waiting. The order of the
 * starts is that of the handlers, and so up to a worker's slots away from that of the claims.
 */
final class Shares {
  /** The length of the windows in which shares are held against the weights. */
  static final int WINDOW = 2_000;

  private static final double PERCENT = 100;

  private final Tenancy tenancy;
  private final Starts starts;
  private final int slots;
  private final int contested;
  private final int window;
  private final long[] started;
  private double leastJain = 1;
  private double largestDeviation;

  Shares(Tenancy tenancy, Starts starts, int slots) {
    this.tenancy = tenancy;
    this.starts = starts;
    this.slots = slots;
    this.contested = contested();
    this.window = Math.min(WINDOW, contested);
    this.started = new long[tenancy.groups()];
    measure();
  }

  /** Until some group has no more tasks left than may be in the hands of the worker. */
  private int contested() {
    int[] left = new int[tenancy.groups()];
    for (int group = 0; group < left.length; group++) {
      left[group] = tenancy.tasks(group);
    }
    int start = 0;
    while (start < starts.count() && --left[starts.group(start)] > slots) {
      start++;
    }
    return start;
  }

  private void measure() {
    long[] inWindow = new long[tenancy.groups()];
    for (int start = 0; start < contested; start++) {
      int comes = starts.group(start);
      started[comes]++;
      inWindow[comes]++;
      if (start >= window) {
        int goes = starts.group(start - window);
        inWindow[goes]--;
        deviates(inWindow, goes);
        deviates(inWindow, comes);
      } else if (start == window - 1) {
        for (int group = 0; group < inWindow.length; group++) {
          deviates(inWindow, group);
        }
      }
      if ((start + 1) % window == 0) {
        leastJain = Math.min(leastJain, jain(inWindow));
      }
    }
  }

  private void deviates(long[] inWindow, int group) {
    double share = (double) inWindow[group] / window;
    largestDeviation = Math.max(largestDeviation, Math.abs(share - tenancy.wanted(group)));
  }

  /** Jain's index of what the groups got by their weights: 1 when all got the same. */
  private double jain(long[] got) {
    double sum = 0;
    double squares = 0;
    for (int group = 0; group < got.length; group++) {
      double each = (double) got[group] / tenancy.weight(group);
      sum += each;
      squares += each * each;
    }
    return squares == 0 ? 1 : sum * sum / (got.length * squares);
  }

  /**
   * What a share may be off by in a window: the bound of two groups in docs/fairness.md, summed up
   * over all others, and what may have been in the worker's hands at both ends.
   */
  private double allowedDeviation() {
    double most = 0;
    for (int group = 0; group < tenancy.groups(); group++) {
      most = Math.max(most, 1 + tenancy.groups() * tenancy.wanted(group));
    }
    return (most + 2.0 * slots) / window;
  }

  Map<String, Object> figures() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("contestedStarts", contested);
    if (contested > 0) {
      told.put("windowStarts", window);
      told.put("jainIndex", rounded(jain(started)));
      told.put("leastJainIndexOfWindow", rounded(leastJain));
      told.put("largestDeviationPercentagePoints", rounded(largestDeviation * PERCENT));
      told.put("allowedDeviationPercentagePoints", rounded(allowedDeviation() * PERCENT));
    }
    return told;
  }

  /** One row for each group. */
  List<Map<String, ?>> rows() {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int group = 0; group < tenancy.groups(); group++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("group", tenancy.name(group));
      row.put("weight", tenancy.weight(group));
      row.put("tasks", tenancy.tasks(group));
      row.put("startedContested", started[group]);
      row.put("sharePercent", rounded(PERCENT * started[group] / Math.max(1, contested)));
      row.put("wantedPercent", rounded(PERCENT * tenancy.wanted(group)));
      rows.add(row);
    }
    return rows;
  }

  /** Which promises were broken, in sentences. */
  List<String> problems() {
    return contested > 0 && largestDeviation > allowedDeviation()
        ? List.of(
            "the share of a group was off its weight by "
                + rounded(largestDeviation * PERCENT)
                + " percentage points in "
                + window
                + " starts, at most "
                + rounded(allowedDeviation() * PERCENT)
                + " are allowed")
        : List.of();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
