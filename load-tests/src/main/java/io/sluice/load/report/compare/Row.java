package io.sluice.load.report.compare;

import org.jspecify.annotations.Nullable;

/**
 * One figure of both sides.
 *
 * @param base null when that side has none; likewise the other
 */
public record Row(
    String figure, String unit, @Nullable Double base, @Nullable Double now, Judgement judgement) {

  /** What the comparison says of a figure. */
  public enum Judgement {
    /** Within the limit, or better. */
    KEPT,
    /** Worse by more than the limit. */
    REGRESSED,
    /** Shown and not judged. */
    SHOWN
  }

  /** New over base; null when there is none. */
  public @Nullable Double ratio() {
    Double from = base;
    Double to = now;
    return from == null || to == null || from == 0 ? null : Double.valueOf(to / from);
  }
}
