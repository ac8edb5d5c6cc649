package io.sluice.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What to write in place of what is refused. */
final class FieldHints {
  /** A list with more numbers is no help. */
  private static final int MOST_LISTED = 12;

  /** A number from here is meant for a year. */
  private static final int FIRST_YEAR = 1970;

  static void refuseForeignSigns(Dialect dialect, CronField field, String text) {
    if (text.indexOf('|') >= 0) {
      throw new NotCron(
          "the "
              + field.title()
              + " '"
              + shown(text)
              + "' has a '|': write a list like 0,12, or put one schedule for each expression");
    }
    if (text.indexOf('%') >= 0 || text.indexOf('~') >= 0) {
      throw new NotCron(
          "the "
              + field.title()
              + " '"
              + shown(text)
              + "' has a sign that dialect "
              + dialect.word()
              + " does not take");
    }
  }

  /** Which dialects take something, as a hint; empty for none. */
  static String whoTakes(CronTrait trait) {
    String words =
        Arrays.stream(Dialect.values())
            .filter(each -> each.rules().has(trait))
            .map(Dialect::word)
            .collect(Collectors.joining(" or "));
    return words.isEmpty() ? "" : "; give dialect " + words + " if it is one of theirs";
  }

  static String twoRanges(
      CronRules rules, CronField field, String[] ends, int from, int to, int step) {
    if (field == CronField.DAY_OF_WEEK && from == Weekdays.DAYS) {
      return range(rules, field, 0, to, false);
    }
    if (step == 1) {
      boolean names = field.placeOf(ends[0], false) >= 0 || field.placeOf(ends[1], false) >= 0;
      return range(rules, field, from, lastOf(field), names)
          + ","
          + range(rules, field, firstOf(rules, field), to, names);
    }
    List<String> numbers = new ArrayList<>();
    for (int number = from; number <= to + field.size(); number += step) {
      int inside =
          number > lastOf(field) ? field.least() + (number - field.least()) % field.size() : number;
      numbers.add(String.valueOf(inside));
    }
    return numbers.size() <= MOST_LISTED ? String.join(",", numbers) : "two ranges";
  }

  private static int lastOf(CronField field) {
    return field.most();
  }

  private static int firstOf(CronRules rules, CronField field) {
    return field == CronField.DAY_OF_WEEK ? rules.weekdays().least() : field.least();
  }

  private static String range(CronRules rules, CronField field, int from, int to, boolean names) {
    String first = names ? name(rules, field, from) : String.valueOf(from);
    String last = names ? name(rules, field, to) : String.valueOf(to);
    return first.equals(last) ? first : first + "-" + last;
  }

  private static String name(CronRules rules, CronField field, int number) {
    return field.shortName(rules.value(field, number) - field.least());
  }

  static String insteadOfLongStep(CronField field, int step) {
    String one =
        ", longer than the field: write "
            + field.least()
            + " for the first of the "
            + (field.isDay() || field == CronField.MONTH ? "field" : "whole range");
    return switch (field) {
      case MINUTE -> one + ", or every: '" + step + "m' in place of cron";
      case HOUR -> one + ", or every: '" + step + "h' in place of cron";
      case SECOND -> one + ", or every: '" + step + "s' in place of cron";
      default -> one;
    };
  }

  static String insteadOf(CronRules rules, CronField field, String word) {
    int place = field.placeOf(word, true);
    if (place >= 0) {
      return "write " + field.shortName(place);
    }
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "H" -> "which is Jenkins's: write a number from " + range(rules, field);
      case "R" -> "which is no number: write one from " + range(rules, field);
      default ->
          "which is no number"
              + (field.hasNames() ? " and no name like " : " from ")
              + (field.hasNames() ? field.shortName(1) : range(rules, field));
    };
  }

  private static String range(CronRules rules, CronField field) {
    return rules.least(field) + " to " + rules.most(field);
  }

  static String aboutYear(CronField field, int number) {
    return field == CronField.DAY_OF_WEEK && number >= FIRST_YEAR
        ? "; a year is taken by dialect quartz only, as its seventh field"
        : "";
  }

  /** Nothing that a terminal would take for an order. */
  static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private FieldHints() {}
}
