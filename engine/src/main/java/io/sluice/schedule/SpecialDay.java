package io.sluice.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** A day of which no number tells where in a month it is. */
sealed interface SpecialDay {
  boolean is(LocalDate day);

  /** {@code L}, and with days before it {@code L-3}. */
  record LastDay(int before) implements SpecialDay {
    @Override
    public boolean is(LocalDate day) {
      return day.getDayOfMonth() == day.lengthOfMonth() - before;
    }
  }

  /** {@code 15W}: the day from Monday to Friday that is nearest, in the same month. */
  record Nearest(int date) implements SpecialDay {
    @Override
    public boolean is(LocalDate day) {
      return date <= day.lengthOfMonth() && day.equals(workday(day.withDayOfMonth(date)));
    }
  }

  /** {@code LW}: the last day from Monday to Friday. */
  record LastWorkday() implements SpecialDay {
    @Override
    public boolean is(LocalDate day) {
      return day.equals(workday(day.withDayOfMonth(day.lengthOfMonth())));
    }
  }

  /** {@code 5#3}. */
  record Nth(DayOfWeek weekday, int nth) implements SpecialDay {
    @Override
    public boolean is(LocalDate day) {
      return day.getDayOfWeek() == weekday && (day.getDayOfMonth() - 1) / Weekdays.DAYS == nth - 1;
    }
  }

  /** {@code 5L}. */
  record Last(DayOfWeek weekday) implements SpecialDay {
    @Override
    public boolean is(LocalDate day) {
      return day.equals(day.with(TemporalAdjusters.lastInMonth(weekday)));
    }
  }

  private static LocalDate workday(LocalDate day) {
    int shift =
        switch (day.getDayOfWeek()) {
          case SATURDAY -> day.getDayOfMonth() == 1 ? 2 : -1;
          case SUNDAY -> day.getDayOfMonth() == day.lengthOfMonth() ? -2 : 1;
          default -> 0;
        };
    return day.plus(shift, ChronoUnit.DAYS);
  }
}
