package io.sluice.schedule;

import java.time.Duration;

/**
 * What becomes of the instants at which a schedule should have fired and did not: no node was up,
 * Redis was away, or the schedule was paused.
 */
public enum CatchUp {
  /** They are dropped. */
  NONE,
  /** The latest of them fires, however old it is, unless one that is only late fires anyway. */
  LAST,
  /**
   * Those of the {@link #WINDOW} fire, the latest {@value #MOST} if they are more; when there are
   * none, the latest of all fires, as with {@link #LAST}. The others are dropped.
   */
  ALL;

  /** An instant that is late by no more than this was not missed: it fires, whatever the policy. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  /** How far back {@link #ALL} goes. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** So many instants fire late at most. */
  public static final int MOST = 1000;

  /** How far back the instants lie of which each one fires. */
  Duration reach() {
    return this == ALL ? WINDOW : GRACE;
  }
}
