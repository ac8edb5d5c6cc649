package io.sluice.schedule;

/**
 * What becomes of a time of day that a clock change leaves out. A cron that fires in every hour of
 * the day goes by elapsed time and knows no gap.
 */
public enum DstGap {
  /** Fires right after the gap, once for all times in it. */
  SHIFT,
  /** Does not fire on that day. */
  SKIP
}
