package io.sluice.schedule;

import java.time.Duration;
import java.time.ZoneId;

/**
 * When a task recurs, and what happens when that does not fit. Immutable; every option gives a new
 * one.
 *
 * @param overlap by default {@link Overlap#ALLOW}
 * @param catchUp by default {@link CatchUp#LAST}
 */
public record Schedule(Timing timing, Overlap overlap, CatchUp catchUp) {
  public static final Overlap DEFAULT_OVERLAP = Overlap.ALLOW;
  public static final CatchUp DEFAULT_CATCH_UP = CatchUp.LAST;
  public static final DstGap DEFAULT_DST_GAP = DstGap.SHIFT;

  /**
   * By a cron expression and the clocks of a place.
   *
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /cron}; see {@link Cron}
   */
  public static Schedule cron(String expression, ZoneId zone) {
    return cron(expression, zone, Dialect.UNIX);
  }

  /**
   * By a cron expression as another program reads it, and the clocks of a place.
   *
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /cron}; see {@link Cron}
   */
  public static Schedule cron(String expression, ZoneId zone, Dialect dialect) {
    return of(new Timing.ByCron(Cron.parse(expression, dialect), zone));
  }

  /**
   * At a fixed rate, at the whole multiples of the period since 1970-01-01T00:00Z.
   *
   * @param period at least 1 s
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /every}
   */
  public static Schedule every(Duration period) {
    return of(new Timing.Every(period));
  }

  public static Schedule of(Timing timing) {
    return new Schedule(timing, DEFAULT_OVERLAP, DEFAULT_CATCH_UP);
  }

  public Schedule overlap(Overlap value) {
    return new Schedule(timing, value, catchUp);
  }

  public Schedule catchUp(CatchUp value) {
    return new Schedule(timing, overlap, value);
  }

  /**
   * Of a cron; at a fixed rate there is no gap.
   *
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /dstGap} when the dialect of
   *     the cron has another way
   */
  public Schedule dstGap(DstGap value) {
    return timing instanceof Timing.ByCron by
        ? new Schedule(new Timing.ByCron(by.cron(), by.zone(), value), overlap, catchUp)
        : this;
  }
}
