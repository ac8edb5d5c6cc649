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
 * @param starInTime whether its minutes or its hours are written with a star in front
 */
record CronFields(BitSet seconds, BitSet minutes, BitSet hours, CronDays days, boolean starInTime) {
  /** Whether it leaves out no hour of any day that it names. */
  boolean everyHour() {
    return hours.cardinality() == CronField.HOUR.size();
  }

  /** Whether it fires more than once in an hour that it names. */
  boolean severalAnHour() {
    return minutes.cardinality() > 1 || seconds.cardinality() > 1;
  }

  /** The first time after the given one; null when there never is one. */
  @Nullable LocalDateTime next(LocalDateTime after) {
    LocalDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    LocalDate today = from.toLocalDate();
    if (days.matches(today)) {
      LocalTime time = firstTimeFrom(from.toLocalTime());
      if (time != null) {
        return today.atTime(time);
      }
    }
    LocalDate day = days.firstFrom(today.plusDays(1));
    LocalTime first = firstTimeFrom(LocalTime.MIDNIGHT);
    return day == null || first == null ? null : day.atTime(first);
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
