package io.sluice.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets a warning that repeats itself through once in a while, so that an outage can be read. */
final class Damper {
  /** Far more than loops and queues that fail at once; then it forgets and begins anew. */
  private static final int MAX_KEYS = 10_000;

  private final long periodNanos;
  private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

  /**
   * @param period in which one is let through
   */
  Damper(Duration period) {
    this.periodNanos = period.toNanos();
  }

  boolean lets(String key) {
    long now = System.nanoTime();
    Long last = lastNanos.get(key);
    if (last != null && now - last < periodNanos) {
      return false;
    }
    if (lastNanos.size() >= MAX_KEYS) {
      lastNanos.clear();
    }
    lastNanos.put(key, now);
    return true;
  }
}
