package io.sluice.schedule;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of one field by the rules of a dialect. */
final class FieldReader {
  /** A longer number is in no field. */
  private static final int MAX_DIGITS = 9;

  private static final int TWO_DIGITS = 2;
  private static final Pattern DIGITS = Pattern.compile("\\d+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern ASCII_DIGITS = Pattern.compile("[0-9]+");

  private final Dialect dialect;
  private final CronRules rules;
  private final CronField field;
  private final String text;
  private final BitSet values = new BitSet();
  private final List<SpecialDay> special = new ArrayList<>();
  private boolean hasStar;

  private FieldReader(Dialect dialect, CronField field, String text) {
    this.dialect = dialect;
    this.rules = dialect.rules();
    this.field = field;
    this.text = text;
  }

  /**
   * @throws NotCron naming the field and the part of it that cannot be read
   */
  static FieldSet read(Dialect dialect, CronField field, String text) {
    FieldReader reader = new FieldReader(dialect, field, text);
    reader.readParts();
    return new FieldSet(
        reader.values,
        reader.special,
        text.startsWith("*") || text.equals("?"),
        reader.hasStar,
        text.equals("*") || text.equals("?"));
  }

  private void readParts() {
    FieldHints.refuseForeignSigns(dialect, field, text);
    String[] parts = text.split(",", -1);
    for (String part : parts) {
      if (!part.isEmpty()) {
        read(part, parts.length == 1);
      } else if (!rules.has(CronTrait.EMPTY_ITEMS)) {
        throw refused("has a comma with nothing before or after it: leave it away");
      }
    }
    if (values.isEmpty() && special.isEmpty()) {
      throw refused("names nothing");
    }
  }

  private void read(String part, boolean alone) {
    if (!alone && part.startsWith("*") && rules.has(CronTrait.STAR_STANDS_ALONE)) {
      throw refused("has '*' in a list: write '*' alone");
    }
    if (field == CronField.DAY_OF_WEEK
        && part.equalsIgnoreCase("L")
        && rules.has(CronTrait.LAST_IS_SATURDAY)) {
      values.set(DayOfWeek.SATURDAY.getValue());
      return;
    }
    if (field.isDay() && isSpecial(part)) {
      return;
    }
    String[] range = part.split("/", -1);
    if (range.length > 2) {
      throw refused("has two steps");
    }
    int step = range.length == 2 ? step(range[1]) : 1;
    if (range[0].equals("*")) {
      hasStar |= step == 1;
      add(rules.starLeast(field), rules.starMost(field), step);
    } else if (range[0].equals("?")) {
      any(range.length == 1);
    } else if (range[0].indexOf('-') >= 0) {
      range(range[0], step);
    } else {
      single(range[0], range.length == 2, step);
    }
  }

  private boolean isSpecial(String part) {
    SpecialDays days = new SpecialDays(dialect, field, this::weekday);
    SpecialDay day = days.read(part);
    if (day == null) {
      return false;
    }
    special.add(day);
    return true;
  }

  private int weekday(String word) {
    return rules.value(field, number(word));
  }

  private void any(boolean alone) {
    boolean allowed =
        rules.has(CronTrait.QUESTION_MARK)
            || (rules.has(CronTrait.QUESTION_MARK_FOR_DAYS) && field.isDay());
    if (!allowed || !alone) {
      throw refused("has a '?': write *" + FieldHints.whoTakes(CronTrait.QUESTION_MARK_FOR_DAYS));
    }
    hasStar = true;
    add(rules.starLeast(field), rules.starMost(field), 1);
  }

  private void range(String range, int step) {
    String[] ends = range.split("-", -1);
    if (ends.length != 2 || ends[0].isEmpty() || ends[1].isEmpty() || ends[0].equals("*")) {
      throw refused("has '" + range + "', which is no range: write it like 1-5");
    }
    if (rules.has(CronTrait.NAMES_WITH_NAMES) && isName(ends[0]) != isName(ends[1])) {
      throw refused("has a name and a number in '" + range + "': write two names or two numbers");
    }
    int from = number(ends[0]);
    int to = number(ends[1]);
    if (field == CronField.DAY_OF_WEEK) {
      if (from == Weekdays.DAYS && to < from && rules.has(CronTrait.RANGE_BEGINS_ON_SUNDAY)) {
        from = 0;
      }
      if (to == 0 && from > 0 && isName(ends[1]) && rules.has(CronTrait.RANGE_ENDS_ON_SUNDAY)) {
        to = Weekdays.DAYS;
      }
    }
    if (from <= to) {
      add(from, to, step);
    } else if (rules.has(CronTrait.WRAPPING_RANGES)) {
      add(from, to + field.size(), step);
    } else {
      throw refused(
          "has '"
              + range
              + "', which ends before it begins: write "
              + FieldHints.twoRanges(rules, field, ends, from, to, step));
    }
  }

  private void single(String word, boolean stepped, int step) {
    int number = number(word);
    if (!stepped || (isName(word) && rules.has(CronTrait.STEP_AFTER_NAME_IS_NONE))) {
      values.set(rules.value(field, number));
    } else if (rules.has(CronTrait.STEP_AFTER_NUMBER)) {
      add(number, Math.max(number, rules.stepMost(field)), step);
    } else {
      throw refused(
          "has a step after a single value, which "
              + dialect.word()
              + " does not take: write "
              + number
              + "-"
              + rules.stepMost(field)
              + "/"
              + step);
    }
  }

  private void add(int from, int to, int step) {
    for (int number = from; number <= to; number += step) {
      int least = field.least();
      int inside = number > rules.most(field) ? least + (number - least) % field.size() : number;
      values.set(rules.value(field, inside));
    }
  }

  private int step(String word) {
    int step = digits(word);
    if (step < 1) {
      throw refused("has a step of '" + word + "': a step is a number from 1");
    }
    int most = field == CronField.DAY_OF_WEEK ? Weekdays.DAYS : field.most();
    if (step > most && !rules.has(CronTrait.LONG_STEPS)) {
      throw refused("has a step of " + word + FieldHints.insteadOfLongStep(field, step));
    }
    return Math.min(step, CronField.YEAR.most());
  }

  private boolean isName(String word) {
    return place(word) >= 0;
  }

  private int place(String word) {
    if (!field.hasNames()
        || (field == CronField.MONTH && rules.has(CronTrait.NO_NAMES_OF_MONTHS))) {
      return -1;
    }
    int place = field.placeOf(word, false);
    return place < 0 && rules.has(CronTrait.WHOLE_NAMES) ? field.placeOf(word, true) : place;
  }

  private int number(String word) {
    int place = place(word);
    if (place >= 0) {
      return rules.number(field, place);
    }
    int number = digits(word);
    if (number < 0) {
      throw refused("has '" + word + "', " + FieldHints.insteadOf(rules, field, word));
    }
    if (number < rules.least(field) || number > rules.most(field)) {
      throw refused(
          "has '"
              + word
              + "', which is not from "
              + rules.least(field)
              + " to "
              + rules.most(field)
              + FieldHints.aboutYear(field, number));
    }
    return number;
  }

  /** Below zero for what is no number. */
  private int digits(String word) {
    boolean signed = word.startsWith("+") && rules.has(CronTrait.PLUS_SIGN);
    String digits = signed ? word.substring(1) : word;
    Matcher matcher = (rules.has(CronTrait.ANY_DIGITS) ? DIGITS : ASCII_DIGITS).matcher(digits);
    if (!matcher.matches()
        || (rules.has(CronTrait.TWO_DIGITS)
            && digits.length() > TWO_DIGITS
            && field != CronField.YEAR)) {
      return -1;
    }
    return digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private NotCron refused(String why) {
    return new NotCron("the " + field.title() + " '" + FieldHints.shown(text) + "' " + why);
  }
}
