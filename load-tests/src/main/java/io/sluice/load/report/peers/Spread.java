package io.sluice.load.report.peers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The middle and the ends of some figures. */
record Spread(double median, double least, double most, int count) {
  /** Null of none. */
  static @Nullable Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      return null;
    }
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
  }
}
