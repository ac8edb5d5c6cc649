package io.sluice.schedule;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** The days of a cron in words; nothing for each day. */
final class DayWords {
  private static final List<String> NTH = List.of("first", "second", "third", "fourth", "fifth");

  static String of(CronDays days) {
    String ofMonth = days.hasAllOfMonth() ? "" : ofMonth(days);
    String ofWeek = days.hasAllOfWeek() ? "" : ofWeek(days);
    StringBuilder words = new StringBuilder();
    if (days.either()) {
      if (!ofMonth.isEmpty() && !ofWeek.isEmpty()) {
        words.append(" on ").append(ofMonth).append(" or on ").append(ofWeek);
      }
    } else if (!ofMonth.isEmpty()) {
      words.append(" on ").append(ofMonth);
      if (!ofWeek.isEmpty()) {
        words.append(" that is also ").append(ofWeek);
      }
    } else if (!ofWeek.isEmpty()) {
      words.append(" on ").append(ofWeek);
    }
    if (!days.hasAllMonths()) {
      words.append(" in ").append(Listing.of(Listing.runs(days.months(), DayWords::month)));
    }
    if (days.years() != null) {
      words.append(" of ").append(Listing.of(Listing.runs(days.years())));
    }
    return words.toString();
  }

  private static String ofMonth(CronDays days) {
    List<String> parts = new ArrayList<>();
    if (!days.ofMonth().isEmpty()) {
      parts.add(
          (days.ofMonth().cardinality() == 1 ? "day " : "days ")
              + Listing.of(Listing.runs(days.ofMonth())));
    }
    days.specialOfMonth().forEach(each -> parts.add(special(each)));
    return String.join(" and ", parts) + " of the month";
  }

  static String ofWeek(CronDays days) {
    BitSet fromMonday = new BitSet();
    days.ofWeek().stream().forEach(day -> fromMonday.set(day == 0 ? Weekdays.DAYS : day));
    List<String> parts =
        new ArrayList<>(Listing.runs(fromMonday, day -> weekday(DayOfWeek.of(day))));
    days.specialOfWeek().forEach(each -> parts.add(special(each) + " of the month"));
    return Listing.of(parts);
  }

  private static String special(SpecialDay day) {
    if (day instanceof SpecialDay.LastDay last) {
      return last.before() == 0
          ? "the last day"
          : "the day " + last.before() + " before the last day";
    }
    if (day instanceof SpecialDay.Nearest nearest) {
      return "the day from Monday to Friday nearest to day " + nearest.date();
    }
    if (day instanceof SpecialDay.Nth nth) {
      return "the " + NTH.get(nth.nth() - 1) + " " + weekday(nth.weekday());
    }
    if (day instanceof SpecialDay.Last last) {
      return "the last " + weekday(last.weekday());
    }
    return "the last day from Monday to Friday";
  }

  private static String month(int number) {
    return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String weekday(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private DayWords() {}
}
