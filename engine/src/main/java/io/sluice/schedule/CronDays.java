package io.sluice.schedule;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days that a cron names.
 *
 * @param ofWeek from 0 for Sunday to 6
 * @param either whether a day will do that only one of the two kinds names
 * @param years null for all
 */
record CronDays(
    BitSet ofMonth,
    List<SpecialDay> specialOfMonth,
    BitSet months,
    BitSet ofWeek,
    List<SpecialDay> specialOfWeek,
    boolean either,
    @Nullable BitSet years) {
  /** From a 29 February that is a Monday to the next are up to 40 years. */
  private static final int LONGEST_WAIT_YEARS = 41;

  boolean hasAllOfMonth() {
    return ofMonth.cardinality() == CronField.DAY_OF_MONTH.size();
  }

  boolean hasAllOfWeek() {
    return ofWeek.cardinality() == Weekdays.DAYS;
  }

  boolean hasAllMonths() {
    return months.cardinality() == CronField.MONTH.size();
  }

  boolean matches(LocalDate day) {
    return matchesYear(day.getYear())
        && months.get(day.getMonthValue())
        && (either ? isOfMonth(day) || isOfWeek(day) : isOfMonth(day) && isOfWeek(day));
  }

  private boolean matchesYear(int year) {
    return years == null || (year >= 0 && years.get(year));
  }

  private boolean isOfMonth(LocalDate day) {
    return ofMonth.get(day.getDayOfMonth()) || isAny(specialOfMonth, day);
  }

  private boolean isOfWeek(LocalDate day) {
    return ofWeek.get(day.getDayOfWeek().getValue() % Weekdays.DAYS) || isAny(specialOfWeek, day);
  }

  private static boolean isAny(List<SpecialDay> special, LocalDate day) {
    for (SpecialDay each : special) {
      if (each.is(day)) {
        return true;
      }
    }
    return false;
  }

  /** The first one not before the given; null when there is none. */
  @Nullable LocalDate firstFrom(LocalDate from) {
    LocalDate day = inYears(from);
    if (day == null) {
      return null;
    }
    LocalDate end = day.plusYears(LONGEST_WAIT_YEARS);
    while (day != null && day.isBefore(end)) {
      if (!months.get(day.getMonthValue())) {
        day = inYears(day.withDayOfMonth(1).plusMonths(1));
      } else if (matches(day)) {
        return day;
      } else {
        day = inYears(day.plusDays(1));
      }
    }
    return null;
  }

  private @Nullable LocalDate inYears(LocalDate day) {
    if (years == null || matchesYear(day.getYear())) {
      return day;
    }
    int year = years.nextSetBit(Math.max(0, day.getYear()));
    return year < 0 ? null : LocalDate.of(year, 1, 1);
  }
}
