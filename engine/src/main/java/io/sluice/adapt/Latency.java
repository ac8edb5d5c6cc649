package io.sluice.adapt;

/**
 * How long tasks of one type run: in the window that is open, and without congestion as far as is
 * known, which is the base. Not thread-safe.
 */
final class Latency {
  /** The base follows a lower latency soon, since congestion never makes a run faster. */
  private static final double DOWN = 1.0 / 4;

  /** It follows a higher one slowly, and only one that is no sign of congestion. */
  private static final double UP = 1.0 / 32;

  private static final double UP_TO = (1 + GradientLimit.TOLERANCE) / 2;

  /** With fewer runs in a window the base moves less. */
  private static final double RUNS_OF_FULL_WEIGHT = GradientLimit.FEWEST_RUNS;

  private double base;
  private double sum;
  private int runs;

  void add(long nanos) {
    sum += Math.max(1, nanos);
    runs++;
  }

  int runs() {
    return runs;
  }

  /** The mean of the window in proportion to the base; 1 for the first window. */
  double slowdown() {
    return base == 0 ? 1 : mean() / base;
  }

  /** The base follows the window. */
  void learn() {
    double slowdown = slowdown();
    if (base == 0) {
      base = mean();
    } else if (slowdown <= UP_TO) {
      double weight = Math.min(1, runs / RUNS_OF_FULL_WEIGHT);
      base += (mean() - base) * weight * (slowdown < 1 ? DOWN : UP);
    }
  }

  /** The base is the window's, whatever it was. */
  void relearn() {
    base = mean();
  }

  void clear() {
    sum = 0;
    runs = 0;
  }

  private double mean() {
    return sum / runs;
  }
}
