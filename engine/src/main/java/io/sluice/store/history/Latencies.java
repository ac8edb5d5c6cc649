package io.sluice.store.history;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How long the tasks of one queue waited and ran here since it was asked last. Thread-safe. */
public final class Latencies {
  /** Nothing was measured, or is not to be counted. */
  public static final long NONE = -1;

  private final AtomicIntegerArray waits = new AtomicIntegerArray(Buckets.COUNT);
  private final AtomicIntegerArray runs = new AtomicIntegerArray(Buckets.COUNT);
  private final AtomicBoolean empty = new AtomicBoolean(true);
  private final Runnable onFirst;

  /**
   * @param onFirst is called when there is something again; must not block
   */
  Latencies(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /** Counts how long a task waited for its first attempt, in ns; {@link #NONE} is not counted. */
  public void waited(long nanos) {
    if (nanos != NONE) {
      waits.incrementAndGet(Buckets.of(nanos));
      tell();
    }
  }

  /** Counts how long an attempt ran, in ns. */
  public void ran(long nanos) {
    runs.incrementAndGet(Buckets.of(nanos));
    tell();
  }

  private void tell() {
    if (empty.get() && empty.compareAndSet(true, false)) {
      onFirst.run();
    }
  }

  /** How long it is from one instant to another, in ns; not below nothing. */
  public static long between(Instant begin, Instant end) {
    return TimeUnit.MILLISECONDS.toNanos(Math.max(0, end.toEpochMilli() - begin.toEpochMilli()));
  }

  /** Takes what there is, which is counted from nothing again. */
  public Taken take() {
    // Before the counts: what comes meanwhile is told of, if it is not taken now.
    return empty.getAndSet(true) ? Taken.NOTHING : new Taken(text(waits), text(runs));
  }

  /** As it is kept. */
  public record Taken(String waits, String runs) {
    static final Taken NOTHING = new Taken("", "");

    public boolean isNothing() {
      return waits.isEmpty() && runs.isEmpty();
    }
  }

  private static String text(AtomicIntegerArray counts) {
    StringBuilder text = new StringBuilder();
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      if (counts.get(bucket) != 0) {
        Buckets.write(text, bucket, counts.getAndSet(bucket, 0));
      }
    }
    return text.toString();
  }
}
