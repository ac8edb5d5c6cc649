package io.sluice.load.pace;

import io.sluice.load.measure.LatencySummary;

/**
 * How well the generator kept to its plan.
 *
 * @param planned how many sends there should have been
 * @param sends how many were made
 * @param late how many of them later than {@link PaceWatch#LATE_AFTER}
 * @param lateness of all of them
 */
public record PaceReport(long planned, long sends, long late, LatencySummary lateness) {
  /** The share of late sends up to which a run is still valid. */
  public static final double MAX_LATE_SHARE = 0.01;

  public double lateShare() {
    return sends == 0 ? 0 : (double) late / sends;
  }

  /** Whether the run is valid: the load was what was asked for. */
  public boolean keptUp() {
    return sends == planned && lateShare() <= MAX_LATE_SHARE;
  }
}
