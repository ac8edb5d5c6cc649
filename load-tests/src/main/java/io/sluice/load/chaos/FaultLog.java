package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.Topology;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which faults happened, when, and to whom. Thread-safe. */
final class FaultLog {
  /** Of a fault that no single worker has to bear. */
  static final int NOBODY = 0;

  /** A replica is so far behind its master at most, when it takes over from it. */
  private static final long BEHIND_MILLIS = 1_000;

  /** An engine goes on at a master that is replaced for so long at most: it asks each second. */
  private static final long FOOLED_MILLIS = 2_000;

  private final Topology topology;
  private final List<Happened> all = new ArrayList<>();

  /** Of a run on one server. */
  FaultLog() {
    this(Topology.SINGLE);
  }

  /**
   * @param topology decides which faults may take back what was acknowledged
   */
  FaultLog(Topology topology) {
    this.topology = topology;
  }

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

  /**
   * Whether what Redis answered then, in ms, may have been taken back by a failover: it was known
   * to the old master alone.
   */
  boolean mayBeTakenBack(long at) {
    return all().stream()
        .filter(happened -> topology.takesBack(happened.fault()))
        .anyMatch(
            happened ->
                at >= happened.from() - BEHIND_MILLIS && at <= happened.to() + FOOLED_MILLIS);
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
