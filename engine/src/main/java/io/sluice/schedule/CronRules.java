package io.sluice.schedule;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a dialect is written.
 *
 * @param fields from the fewest to the most that it takes
 * @param macros words for a whole cron, with their five fields
 */
record CronRules(
    List<Integer> fields,
    Weekdays weekdays,
    DayRule days,
    Set<CronTrait> traits,
    Map<String, String> macros) {
  static final int MINUTES = 5;
  static final int SECONDS = 6;
  static final int YEARS = 7;

  static final Map<String, String> MACROS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  boolean has(CronTrait trait) {
    return traits.contains(trait);
  }

  int least(CronField field) {
    return field == CronField.DAY_OF_WEEK ? weekdays.least() : field.least();
  }

  int most(CronField field) {
    if (field == CronField.HOUR && has(CronTrait.HOUR_24)) {
      return field.most() + 1;
    }
    return field == CronField.DAY_OF_WEEK ? weekdays.most() : field.most();
  }

  int starLeast(CronField field) {
    return field == CronField.DAY_OF_WEEK ? weekdays.starLeast() : field.least();
  }

  int starMost(CronField field) {
    return field == CronField.DAY_OF_WEEK ? weekdays.starMost() : field.most();
  }

  /** Where a step after a single number ends. */
  int stepMost(CronField field) {
    return field == CronField.DAY_OF_WEEK ? weekdays.stepMost() : field.most();
  }

  /** What is set for a number that was read. */
  int value(CronField field, int number) {
    return switch (field) {
      case DAY_OF_WEEK -> weekdays.day(number);
      case HOUR -> number % field.size();
      default -> number;
    };
  }

  int number(CronField field, int placeOfName) {
    return field == CronField.DAY_OF_WEEK
        ? weekdays.number(placeOfName)
        : placeOfName + field.least();
  }
}
