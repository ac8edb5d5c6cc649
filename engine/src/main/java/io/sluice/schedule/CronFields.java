package io.sluice.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The times of day and the days that a cron names, without a place and its clock changes.
 *
 * @param daysOfWeek from 0 for Sunday to 6
 */
record CronFields(
    BitSet seconds,
    BitSet minutes,
    BitSet hours,
    BitSet daysOfMonth,
    BitSet months,
    BitSet daysOfWeek) {
  private static final int HOURS = 24;
  private static final int LONGEST_MONTH = 31;
  private static final int DAYS_OF_WEEK = 7;

  /** From 29 February 1896 to the next are eight years. */
  private static final int LONGEST_WAIT_YEARS = 9;

  /** Whether it leaves out no hour of any day that it names. */
  boolean everyHour() {
    return hours.cardinality() == HOURS;
  }

  /** The first time after the given one; null when there never is one. */
  @Nullable LocalDateTime next(LocalDateTime after) {
    LocalDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    LocalDate today = from.toLocalDate();
    if (matches(today)) {
      LocalTime time = firstTimeFrom(from.toLocalTime());
      if (time != null) {
        return today.atTime(time);
      }
    }
    LocalDate day = firstDayFrom(today.plusDays(1));
    LocalTime first = firstTimeFrom(LocalTime.MIDNIGHT);
    return day == null || first == null ? null : day.atTime(first);
  }

  private @Nullable LocalDate firstDayFrom(LocalDate from) {
    LocalDate end = from.plusYears(LONGEST_WAIT_YEARS);
    LocalDate day = from;
    while (day.isBefore(end)) {
      if (!months.get(day.getMonthValue())) {
        day = day.withDayOfMonth(1).plusMonths(1);
      } else if (matches(day)) {
        return day;
      } else {
        day = day.plusDays(1);
      }
    }
    return null;
  }

  /** Where both kinds of days leave some out, either will do: so it has been since Unix. */
  private boolean matches(LocalDate day) {
    boolean ofMonth = daysOfMonth.get(day.getDayOfMonth());
    boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % DAYS_OF_WEEK);
    boolean both =
        daysOfMonth.cardinality() < LONGEST_MONTH && daysOfWeek.cardinality() < DAYS_OF_WEEK;
    return months.get(day.getMonthValue()) && (both ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private @Nullable LocalTime firstTimeFrom(LocalTime from) {
    int hour = hours.nextSetBit(from.getHour());
    if (hour == from.getHour()) {
      int minute = minutes.nextSetBit(from.getMinute());
      if (minute == from.getMinute()) {
        int second = seconds.nextSetBit(from.getSecond());
        if (second >= 0) {
          return LocalTime.of(hour, minute, second);
        }
        minute = minutes.nextSetBit(minute + 1);
      }
      if (minute >= 0) {
        return LocalTime.of(hour, minute, seconds.nextSetBit(0));
      }
      hour = hours.nextSetBit(hour + 1);
    }
    return hour < 0 ? null : LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0));
  }
}
