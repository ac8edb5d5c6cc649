package io.sluice.claim;

import java.time.Duration;

/** How long ago the claim loop of a queue did its last turn, as far as it was not idle. */
final class ClaimAge {
  private volatile long lastTurnNanos = System.nanoTime();

  /** Whether the last turn failed. */
  private volatile boolean failing;

  /** A wait for demand is over; it is no failure, however long, but it makes up for none. */
  void demanded() {
    if (!failing) {
      lastTurnNanos = System.nanoTime();
    }
  }

  void turned() {
    failing = false;
    lastTurnNanos = System.nanoTime();
  }

  void failed() {
    failing = true;
  }

  /** Zero while nothing is demanded; a loop with free slots ages, and is too old soon. */
  Duration of(Stage stage, Demand demand) {
    if (stage == Stage.SEEKS && demand.now() == 0) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    long age = now - lastTurnNanos;
    return Duration.ofNanos(failing ? age : Math.min(age, now - demand.heardNanos()));
  }
}
