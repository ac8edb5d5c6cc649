package io.sluice.load.pace;

import io.sluice.load.measure.LatencySummary;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Watches the generator itself: a run whose sends were not made by plan says nothing of the engine.
 * Not thread-safe; sends are serial.
 */
public final class PaceWatch {
  /** A send later than this was not made by plan; longer than a timer or a pause of the JVM. */
  public static final Duration LATE_AFTER = Duration.ofMillis(10);

  private static final int DIGITS = 3;

  private final Histogram lateness = new Histogram(DIGITS);
  private final long planned;
  private long late;

  /**
   * @param planned how many sends there should be
   */
  public PaceWatch(long planned) {
    this.planned = planned;
  }

  /** Notes a send that was planned for one instant and made at another. */
  public void sent(long plannedNanos, long actualNanos) {
    long by = Math.max(0, actualNanos - plannedNanos);
    lateness.recordValue(by);
    if (by > LATE_AFTER.toNanos()) {
      late++;
    }
  }

  /** What was seen so far. */
  public PaceReport report() {
    return new PaceReport(planned, lateness.getTotalCount(), late, LatencySummary.of(lateness));
  }
}
