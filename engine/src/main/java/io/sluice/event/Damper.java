package io.sluice.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Lets a warning that repeats itself through once in a while, so that an outage can be read. */
final class Damper {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Far more than loops and queues that fail at once; then it forgets and begins anew. */
  private static final int MAX_KEYS = 10_000;

  private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

  boolean lets(String key) {
    long now = System.nanoTime();
    Long last = lastNanos.get(key);
    if (last != null && now - last < PERIOD_NANOS) {
      return false;
    }
    if (lastNanos.size() >= MAX_KEYS) {
      lastNanos.clear();
    }
    lastNanos.put(key, now);
    return true;
  }
}
