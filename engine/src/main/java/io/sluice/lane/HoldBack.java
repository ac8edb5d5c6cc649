package io.sluice.lane;

import io.sluice.loop.Timers;
import java.util.concurrent.TimeUnit;

/**
 * Holds back items that wait until those are there that will come in a moment, or the patience for
 * them is over. Asked by one thread at a time.
 */
final class HoldBack {
  private final Forecast forecast;
  private final Runnable onLate;
  private boolean holds;
  private volatile boolean late;

  /**
   * @param onLate told when the patience is over; then it is to be asked again
   */
  HoldBack(Forecast forecast, Runnable onLate) {
    this.forecast = forecast;
    this.onLate = onLate;
  }

  /** Whether so many items that wait are not to go yet. */
  boolean isFor(int waiting) {
    int coming = waiting == 0 ? 0 : forecast.items();
    if (waiting >= coming || (holds && late)) {
      holds = false;
      return false;
    }
    if (!holds) {
      holds = true;
      late = false;
      Timers.scheduler().schedule(this::isLate, forecast.patienceNanos(), TimeUnit.NANOSECONDS);
    }
    return true;
  }

  private void isLate() {
    late = true;
    onLate.run();
  }
}
