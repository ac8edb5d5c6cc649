package io.sluice.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * When the clocks of a place show the times of a cron.
 *
 * <p>Time is walked in stretches between two clock changes, inside of which local time is as good
 * as any. A time of day that comes twice is taken when it comes first, and one that never comes
 * goes by {@link DstGap}; but a cron that fires in every hour goes by elapsed time, so that it is
 * neither silent for an hour nor early: it fires whenever the clocks show its time.
 */
record WallClock(CronFields fields, ZoneRules rules, DstGap gap) {
  /** Two clock changes a year, for longer than any cron waits, and some to spare. */
  private static final int MAX_STRETCHES = 64;

  @Nullable Instant next(Instant after) {
    Instant begin = after;
    LocalDateTime from = LocalDateTime.ofInstant(after, rules.getOffset(after));
    for (int i = 0; i < MAX_STRETCHES; i++) {
      ZoneOffset offset = rules.getOffset(begin);
      ZoneOffsetTransition change = rules.nextTransition(begin);
      Instant found = instant(fields.next(pastWhatWas(begin, from)), offset);
      if (found == null || change == null || found.isBefore(change.getInstant())) {
        return found;
      }
      if (fallsInto(change)) {
        return change.getInstant();
      }
      begin = change.getInstant();
      from = change.getDateTimeAfter().minusSeconds(1);
    }
    return null;
  }

  private static @Nullable Instant instant(@Nullable LocalDateTime time, ZoneOffset offset) {
    return time == null ? null : time.toInstant(offset);
  }

  /** After clocks were set back, what they show for a while was shown before. */
  private LocalDateTime pastWhatWas(Instant begin, LocalDateTime from) {
    ZoneOffsetTransition last = rules.previousTransition(begin.plusNanos(1));
    if (fields.everyHour() || last == null || !last.isOverlap()) {
      return from;
    }
    LocalDateTime shown = last.getDateTimeBefore().minusSeconds(1);
    return from.isBefore(shown) ? shown : from;
  }

  /** Whether clocks are set forward over a time that counts then. */
  private boolean fallsInto(ZoneOffsetTransition change) {
    if (fields.everyHour() || gap == DstGap.SKIP || !change.isGap()) {
      return false;
    }
    LocalDateTime next = fields.next(change.getDateTimeBefore().minusSeconds(1));
    return next != null && next.isBefore(change.getDateTimeAfter());
  }
}
