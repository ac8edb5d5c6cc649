package io.sluice.adapt;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The latencies of all types that a worker runs, each against its own base: that the mix of slow
 * and fast tasks changes is no congestion. As many as the worker has handlers. Not thread-safe.
 */
final class Latencies {
  private final Map<String, Latency> byType = new HashMap<>();

  void add(String type, long nanos) {
    byType.computeIfAbsent(type, unknown -> new Latency()).add(nanos);
  }

  /** How much slower than without congestion, on the average of all runs; 1 when none ran. */
  double slowdown() {
    double sum = 0;
    int runs = 0;
    for (Latency latency : byType.values()) {
      if (latency.runs() > 0) {
        sum += latency.slowdown() * latency.runs();
        runs += latency.runs();
      }
    }
    return runs == 0 ? 1 : sum / runs;
  }

  void learn() {
    forEachThatRan(Latency::learn);
  }

  void relearn() {
    forEachThatRan(Latency::relearn);
  }

  void clear() {
    byType.values().forEach(Latency::clear);
  }

  private void forEachThatRan(Consumer<Latency> step) {
    byType.values().stream().filter(latency -> latency.runs() > 0).forEach(step);
  }
}
