package io.sluice.schedule;

import java.time.Duration;
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
 * as any. What comes twice and what never comes are up to a {@link ClockRule}.
 */
record WallClock(CronFields fields, ZoneRules rules, ClockRule clocks, DstGap gap) {
  /** Stretches that are looked at: those without a time of the cron are leapt over. */
  private static final int MAX_STRETCHES = 64;

  /** Longer than clocks are ever set forward or back at once. */
  private static final Duration AROUND_A_CHANGE = Duration.ofDays(2);

  @Nullable Instant next(Instant after) {
    Instant begin = after;
    LocalDateTime from = LocalDateTime.ofInstant(after, rules.getOffset(after));
    for (int i = 0; i < MAX_STRETCHES; i++) {
      ZoneOffset offset = rules.getOffset(begin);
      ZoneOffsetTransition last = rules.previousTransition(begin.plusNanos(1));
      ZoneOffsetTransition change = rules.nextTransition(begin);
      Instant made = last != null && last.isGap() ? outOfGap(last, after) : null;
      LocalDateTime time = fields.next(pastWhatWas(last, from));
      Instant found = time == null ? null : time.toInstant(offset);
      if (found != null && time != null && isIn(found, time, change)) {
        return made != null && made.isBefore(found) ? made : found;
      }
      if (made != null) {
        return made;
      }
      if (found == null || change == null) {
        return null;
      }
      begin = later(change.getInstant(), found.minus(AROUND_A_CHANGE));
      from =
          begin.equals(change.getInstant())
              ? change.getDateTimeAfter().minusSeconds(1)
              : LocalDateTime.ofInstant(begin, rules.getOffset(begin));
    }
    return null;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** After clocks were set back, what they show for a while was shown before. */
  private LocalDateTime pastWhatWas(@Nullable ZoneOffsetTransition last, LocalDateTime from) {
    if (last == null || !last.isOverlap() || clocks.twice(fields, last) != ClockRule.Twice.FIRST) {
      return from;
    }
    LocalDateTime shown = last.getDateTimeBefore().minusSeconds(1);
    return from.isBefore(shown) ? shown : from;
  }

  /** Before clocks are set back they show for a while what they will show again. */
  private boolean isIn(Instant found, LocalDateTime time, @Nullable ZoneOffsetTransition change) {
    if (change == null) {
      return true;
    }
    boolean again = change.isOverlap() && clocks.twice(fields, change) == ClockRule.Twice.SECOND;
    return again ? time.isBefore(change.getDateTimeAfter()) : found.isBefore(change.getInstant());
  }

  /** The first instant after the given one that stands for a time that clocks left out. */
  private @Nullable Instant outOfGap(ZoneOffsetTransition forward, Instant after) {
    ClockRule.Left left = clocks.left(fields, forward, gap);
    if (left == ClockRule.Left.OUT) {
      return null;
    }
    LocalDateTime time = fields.next(forward.getDateTimeBefore().minusSeconds(1));
    while (time != null && time.isBefore(forward.getDateTimeAfter())) {
      Instant made = made(left, forward, time);
      if (made.isAfter(after)) {
        return made;
      }
      if (left != ClockRule.Left.AN_HOUR_LATER) {
        return null;
      }
      time = fields.next(time);
    }
    return null;
  }

  private static Instant made(
      ClockRule.Left left, ZoneOffsetTransition forward, LocalDateTime time) {
    if (left == ClockRule.Left.AT_CHANGE) {
      return forward.getInstant();
    }
    if (left == ClockRule.Left.FIRST_LATER) {
      return time.toInstant(forward.getOffsetBefore());
    }
    LocalDateTime there = time;
    while (there.isBefore(forward.getDateTimeAfter())) {
      there = there.plusHours(1);
    }
    return there.toInstant(forward.getOffsetAfter());
  }
}
