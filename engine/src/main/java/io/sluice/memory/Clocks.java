package io.sluice.memory;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The two clocks of a store, in ms.
 *
 * @param time of what is kept of tasks
 * @param uptime of who is alive, and of what is kept for a while only; never stands still
 */
record Clocks(LongSupplier time, LongSupplier uptime) {
  static Clocks of(VirtualClock clock) {
    return new Clocks(() -> clock.now().toEpochMilli(), Clocks::monotonic);
  }

  /** In place of a Redis this store is where the time comes from. */
  static Clocks ofTheSystem() {
    return new Clocks(InstantSource.system()::millis, Clocks::monotonic);
  }

  private static long monotonic() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
