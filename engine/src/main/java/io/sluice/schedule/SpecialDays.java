package io.sluice.schedule;

import java.time.DayOfWeek;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code L}, {@code W} and {@code #}, where a dialect takes them. */
final class SpecialDays {
  private static final Pattern LAST = Pattern.compile("L(-[0-9]{1,2})?");
  private static final Pattern NEAREST = Pattern.compile("([0-9]{1,2})W");
  private static final Pattern NTH = Pattern.compile("(\\w+)#([0-9]{1,3})");
  private static final Pattern LAST_WEEKDAY = Pattern.compile("(\\w+)L");
  private static final int WEEKS = 5;

  private final Dialect dialect;
  private final CronField field;
  private final ToIntFunction<String> weekday;

  /**
   * @param weekday from 0 for Sunday
   */
  SpecialDays(Dialect dialect, CronField field, ToIntFunction<String> weekday) {
    this.dialect = dialect;
    this.field = field;
    this.weekday = weekday;
  }

  /** Null for what is none of these. */
  @Nullable SpecialDay read(String part) {
    String upper = part.toUpperCase(Locale.ROOT);
    return field == CronField.DAY_OF_MONTH ? ofMonth(upper) : ofWeek(upper);
  }

  private @Nullable SpecialDay ofMonth(String part) {
    Matcher last = LAST.matcher(part);
    if (last.matches()) {
      int before = last.group(1) == null ? 0 : Integer.parseInt(last.group(1).substring(1));
      allow(before == 0 ? CronTrait.LAST_DAY : CronTrait.NEAR_DAYS, part);
      refuse(before >= CronField.DAY_OF_MONTH.most(), part, "no month has so many days");
      return new SpecialDay.LastDay(before);
    }
    if (part.equals("LW")) {
      allow(CronTrait.NEAR_DAYS, part);
      return new SpecialDay.LastWorkday();
    }
    Matcher nearest = NEAREST.matcher(part);
    if (nearest.matches()) {
      allow(CronTrait.NEAR_DAYS, part);
      int date = Integer.parseInt(nearest.group(1));
      refuse(date < 1 || date > CronField.DAY_OF_MONTH.most(), part, "a day is from 1 to 31");
      return new SpecialDay.Nearest(date);
    }
    return null;
  }

  private @Nullable SpecialDay ofWeek(String part) {
    Matcher nth = NTH.matcher(part);
    if (nth.matches()) {
      allow(CronTrait.NTH_WEEKDAY, part);
      int count = Integer.parseInt(nth.group(2));
      refuse(count < 1 || count > WEEKS, part, "what is behind the # is from 1 to 5");
      return new SpecialDay.Nth(day(nth.group(1)), count);
    }
    Matcher last = LAST_WEEKDAY.matcher(part);
    if (last.matches()) {
      allow(CronTrait.LAST_WEEKDAY, part);
      return new SpecialDay.Last(day(last.group(1)));
    }
    return null;
  }

  private DayOfWeek day(String word) {
    int fromSunday = weekday.applyAsInt(word);
    return DayOfWeek.of(fromSunday == 0 ? Weekdays.DAYS : fromSunday);
  }

  private void allow(CronTrait trait, String part) {
    refuse(
        !dialect.rules().has(trait),
        part,
        "which dialect " + dialect.word() + " does not take" + FieldHints.whoTakes(trait));
  }

  private void refuse(boolean wrong, String part, String why) {
    if (wrong) {
      throw new NotCron("the " + field.title() + " has '" + part + "', " + why);
    }
  }
}
