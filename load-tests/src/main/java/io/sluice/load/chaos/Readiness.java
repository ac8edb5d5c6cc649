package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each engine of the run was not ready, and from that how long after a fault of Redis each was
 * ready again. Thread-safe.
 */
final class Readiness {
  /** The engine of the run itself; workers have numbers from 1. */
  static final int PARENT = 0;

  /** What an engine says of itself is this late at most: it looks, and waits for an answer. */
  private static final long LATE_MILLIS = 2_000;

  private final Map<Integer, Long> unreadySince = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();

  /** A time in which an engine was not ready, in ms. */
  private record Gap(int engine, long from, long to) {}

  /**
   * How long it took.
   *
   * @param fault the last one before the engine was ready again
   * @param tookMillis from the end of the fault
   */
  record Recovery(FaultLog.Happened fault, int engine, long tookMillis) {}

  synchronized void unready(int engine, long at) {
    unreadySince.putIfAbsent(engine, at);
  }

  synchronized void ready(int engine, long at) {
    Long since = unreadySince.remove(engine);
    if (since != null) {
      gaps.add(new Gap(engine, since, at));
    }
  }

  /** It ended, or was stopped from outside: what it would have done is not known. */
  synchronized void gone(int engine) {
    unreadySince.remove(engine);
  }

  /** Engines that are not ready now. */
  synchronized List<Integer> unready() {
    return List.copyOf(unreadySince.keySet());
  }

  /** Of each engine that was not ready after a fault of Redis, how long. */
  synchronized List<Recovery> recoveries(List<FaultLog.Happened> faults) {
    List<Recovery> recoveries = new ArrayList<>();
    for (Gap gap : gaps) {
      FaultLog.Happened cause = lastBefore(gap.to(), faults);
      if (cause != null && gap.from() <= cause.to() + LATE_MILLIS) {
        recoveries.add(new Recovery(cause, gap.engine(), Math.max(0, gap.to() - cause.to())));
      }
    }
    return recoveries;
  }

  private static FaultLog.@Nullable Happened lastBefore(long at, List<FaultLog.Happened> faults) {
    FaultLog.Happened last = null;
    for (FaultLog.Happened fault : faults) {
      boolean ofRedis =
          fault.fault().where() == Fault.Where.REDIS
              || fault.fault().where() == Fault.Where.TOPOLOGY;
      if (ofRedis && fault.from() <= at && (last == null || fault.to() > last.to())) {
        last = fault;
      }
    }
    return last;
  }
}
