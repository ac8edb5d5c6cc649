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

  /**
   * In place of a Redis this store is where the time comes from: the time of the system, once, and
   * carried on from there, so that it is never set back.
   */
  static Clocks ofTheSystem() {
    long ahead = InstantSource.system().millis() - monotonic();
    return new Clocks(() -> ahead + monotonic(), Clocks::monotonic);
  }

  private static long monotonic() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
