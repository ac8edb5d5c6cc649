package io.sluice.load.traffic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How many tasks of other groups start before the one task of a group that is new. */
final class Newcomers {
  /** In place of a count: it started before the answer to its send came. */
  private static final long STARTED = -1;

  /**
   * Those that have one of both behind them; no more than there are sends unanswered or waiting.
   */
  private final Map<Integer, Long> open = new ConcurrentHashMap<>();

  private final LongAdder count = new LongAdder();
  private final LongAdder sum = new LongAdder();
  private final LongAccumulator most = new LongAccumulator(Math::max, 0);
  private final LongAccumulator mostAtOnce = new LongAccumulator(Math::max, 0);

  /**
   * @param starts of tasks of the backlog so far
   */
  void accepted(int sequence, long starts) {
    if (open.putIfAbsent(sequence, starts) == null) {
      mostAtOnce.accumulate(open.size());
    } else {
      open.remove(sequence);
      waited(0);
    }
  }

  void started(int sequence, long starts) {
    Long before = open.putIfAbsent(sequence, STARTED);
    if (before != null) {
      open.remove(sequence);
      waited(starts - before);
    }
  }

  private void waited(long tasks) {
    count.increment();
    sum.add(tasks);
    most.accumulate(tasks);
  }

  long mostTasksBefore() {
    return most.get();
  }

  long mostAtOnce() {
    return mostAtOnce.get();
  }

  Map<String, Object> told(long allowed) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("tasks", count.sum());
    told.put(
        "meanTasksBefore",
        count.sum() == 0 ? 0 : Math.round(10.0 * sum.sum() / count.sum()) / 10.0);
    told.put("mostTasksBefore", most.get());
    told.put("allowedTasksBefore", allowed);
    return told;
  }
}
