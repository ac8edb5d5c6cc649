package io.sluice.load.traffic;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The order in which tasks of groups started, as their handlers saw it, and when each did. Written
 * by many threads; read once all have ended.
 */
final class Starts {
  private static final long NANOS_PER_MICRO = 1_000;

  private final short[] groups;

  /** Unsigned, since the first start: an hour and a bit, and longer runs end in one last moment. */
  private final int[] micros;

  private final AtomicInteger count = new AtomicInteger();
  private volatile long first;

  Starts(int most) {
    groups = new short[most];
    micros = new int[most];
  }

  void note(int group, long now) {
    int at = count.getAndIncrement();
    if (at == 0) {
      first = now;
    }
    if (at < groups.length) {
      groups[at] = (short) group;
      micros[at] = sinceFirst(now);
    }
  }

  /** How many there are so far. */
  int count() {
    return Math.min(groups.length, count.get());
  }

  int group(int start) {
    return groups[start];
  }

  long micros(int start) {
    return Integer.toUnsignedLong(micros[start]);
  }

  /** Another thread may be the first and not have said so yet: then both are. */
  private int sinceFirst(long now) {
    long since = first;
    return since == 0
        ? 0
        : (int) Math.min(0xFFFF_FFFFL, Math.max(0, now - since) / NANOS_PER_MICRO);
  }
}
