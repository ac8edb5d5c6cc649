package io.sluice.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long each of many things is put off, so that a bounded number of them a second comes
 * back, however many there are. Thread-safe.
 */
public final class Spacing {
  private final long least;
  private final long most;
  private final long apart;

  /** When the last of them comes back. */
  private final AtomicLong last = new AtomicLong(System.nanoTime());

  /**
   * @param least no one comes back before
   * @param most no one comes back after, even if that is more of them a second
   * @param apart between two that come back
   */
  Spacing(Duration least, Duration most, Duration apart) {
    this.least = least.toNanos();
    this.most = most.toNanos();
    this.apart = apart.toNanos();
  }

  /**
   * For tasks that only another worker can run: 100 a second, and none later than a minute after
   * that worker has started.
   */
  public static Spacing ofTasksForOthers() {
    return new Spacing(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMillis(10));
  }

  /** Of one more. */
  public Duration next() {
    return next(System.nanoTime());
  }

  Duration next(long now) {
    long back =
        last.updateAndGet(before -> now + Math.min(most, Math.max(least, before + apart - now)));
    return Duration.ofNanos(back - now);
  }
}
