package io.sluice.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** The times of day of a cron in words. */
final class TimeWords {
  /** More times of day than this are not listed. */
  private static final int MOST_TIMES = 6;

  private static final int SIXTY = 60;
  private static final int HOURS = 24;

  static String of(CronFields fields) {
    BitSet seconds = fields.seconds();
    BitSet minutes = fields.minutes();
    BitSet hours = fields.hours();
    boolean onTheMinute = seconds.cardinality() == 1 && seconds.get(0);
    int times = seconds.cardinality() * minutes.cardinality() * hours.cardinality();
    if (onTheMinute && times <= MOST_TIMES) {
      return "at " + Listing.of(times(fields));
    }
    if (!onTheMinute) {
      return ofSeconds(fields);
    }
    if (minutes.cardinality() == 1) {
      return ofOneMinute(minutes.nextSetBit(0), hours);
    }
    return units(minutes, "minute") + inHours(hours);
  }

  private static String ofOneMinute(int minute, BitSet hours) {
    int period = CronWords.period(hours, HOURS);
    if (minute == 0 && period > 0) {
      return every(period, "hour");
    }
    return "at minute " + minute + (isAll(hours, HOURS) ? " of each hour" : inHours(hours));
  }

  private static String ofSeconds(CronFields fields) {
    boolean allMinutes = isAll(fields.minutes(), SIXTY);
    String seconds = units(fields.seconds(), "second");
    String minutes =
        allMinutes
            ? seconds.startsWith("every") ? "" : " of each minute"
            : " of " + listed("minute", fields.minutes());
    return seconds + minutes + inHours(fields.hours());
  }

  /** {@code every 5 minutes}, or {@code at minutes 7 and 14}. */
  private static String units(BitSet values, String unit) {
    int period = CronWords.period(values, SIXTY);
    return period > 0 ? every(period, unit) : "at " + listed(unit, values);
  }

  private static String inHours(BitSet hours) {
    return isAll(hours, HOURS) ? "" : " in " + listed("hour", hours);
  }

  private static String listed(String unit, BitSet values) {
    return unit + (values.cardinality() == 1 ? " " : "s ") + Listing.of(Listing.runs(values));
  }

  private static String every(int period, String unit) {
    return "every " + (period == 1 ? unit : period + " " + unit + "s");
  }

  private static boolean isAll(BitSet values, int size) {
    return values.cardinality() == size;
  }

  private static List<String> times(CronFields fields) {
    List<String> times = new ArrayList<>();
    fields.hours().stream()
        .forEach(
            hour ->
                fields.minutes().stream()
                    .forEach(
                        minute ->
                            times.add(String.format(Locale.ROOT, "%02d:%02d", hour, minute))));
    return times;
  }

  private TimeWords() {}
}
