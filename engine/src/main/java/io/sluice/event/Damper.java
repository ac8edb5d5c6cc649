package io.sluice.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets a warning that repeats itself through once in a while, and less and less often, so that an
 * outage can be read. One that has not been there for longer than its wait is new. Thread-safe.
 */
final class Damper {
  /** Below zero: not now. */
  static final long NOT_NOW = -1;

  /** Far more than loops and queues that fail at once; then it forgets and begins anew. */
  private static final int MAX_KEYS = 10_000;

  private final long firstNanos;
  private final long longestNanos;
  private final Map<String, Row> rows = new HashMap<>();

  private static final class Row {
    private long toldNanos;
    private long seenNanos;
    private long waitNanos;
    private long untold;
  }

  /**
   * @param period in which one is let through
   */
  Damper(Duration period) {
    this(period, period);
  }

  /**
   * @param first after the first one the next is let through
   * @param longest after that wait, which doubles each time, it does not grow any more
   */
  Damper(Duration first, Duration longest) {
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
  }

  boolean lets(String key) {
    return untold(key) != NOT_NOW;
  }

  /** How many were not let through since the last that was, or {@link #NOT_NOW}. */
  long untold(String key) {
    return untold(key, System.nanoTime());
  }

  synchronized long untold(String key, long nowNanos) {
    Row row = rows.get(key);
    if (row == null || nowNanos - row.seenNanos > row.waitNanos) {
      begin(key, nowNanos);
      return 0;
    }
    row.seenNanos = nowNanos;
    if (nowNanos - row.toldNanos < row.waitNanos) {
      row.untold++;
      return NOT_NOW;
    }
    long untold = row.untold;
    row.toldNanos = nowNanos;
    row.waitNanos = Math.min(2 * row.waitNanos, longestNanos);
    row.untold = 0;
    return untold;
  }

  private void begin(String key, long nowNanos) {
    if (rows.size() >= MAX_KEYS) {
      rows.clear();
    }
    Row row = new Row();
    row.toldNanos = nowNanos;
    row.seenNanos = nowNanos;
    row.waitNanos = firstNanos;
    rows.put(key, row);
  }
}
