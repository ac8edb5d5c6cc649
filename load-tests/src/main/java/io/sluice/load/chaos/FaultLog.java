package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which faults happened, when, and to whom. Thread-safe. */
final class FaultLog {
  /** Of a fault that no single worker has to bear. */
  static final int NOBODY = 0;

  private final List<Happened> all = new ArrayList<>();

  /**
   * @param worker its number, or {@link #NOBODY}
   * @param from when it began, in ms
   * @param to when it was over, in ms
   */
  record Happened(Fault fault, int worker, long from, long to) {}

  synchronized void add(Happened happened) {
    all.add(happened);
  }

  synchronized List<Happened> all() {
    return List.copyOf(all);
  }

  /** How often each happened. */
  Map<Fault, Integer> counts() {
    Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    all().forEach(happened -> counts.merge(happened.fault(), 1, Integer::sum));
    return counts;
  }

  /** When a worker was killed, by its number. */
  Map<Integer, Long> kills() {
    Map<Integer, Long> kills = new HashMap<>();
    for (Happened happened : all()) {
      if (happened.fault() == Fault.KILL_WORKERS) {
        kills.put(happened.worker(), happened.from());
      }
    }
    return kills;
  }
}
