package io.sluice.schedule;

/** What one dialect takes and another does not. */
enum CronTrait {
  /** {@code 5/20}: from 5 to the end of the field. */
  STEP_AFTER_NUMBER,
  /** {@code *}{@code /90}: a step longer than the field is its first number. */
  LONG_STEPS,
  /** {@code 22-2}: over the end of the field. */
  WRAPPING_RANGES,
  /** {@code fri-sun}: a Sunday at the end of a range is the seventh day. */
  RANGE_ENDS_ON_SUNDAY,
  /** {@code 7-2}, {@code sun-2}: a seventh day at the beginning of a range is day 0. */
  RANGE_BEGINS_ON_SUNDAY,
  /** {@code sun/2} is Sunday: what follows a name is not read. */
  STEP_AFTER_NAME_IS_NONE,
  /** {@code ?} for "any" in the two fields for days. */
  QUESTION_MARK_FOR_DAYS,
  /** {@code ?} for "any" in each field. */
  QUESTION_MARK,
  /** {@code L} in the day of month: the last one. */
  LAST_DAY,
  /** {@code L-3}, {@code LW}, {@code 15W} in the day of month. */
  NEAR_DAYS,
  /** {@code 5L} in the day of week: the last one of the month. */
  LAST_WEEKDAY,
  /** {@code L} in the day of week: Saturday. */
  LAST_IS_SATURDAY,
  /** {@code 5#3} in the day of week: the third one of the month. */
  NTH_WEEKDAY,
  /** {@code 1,,2} and {@code 1,}: what is empty counts as nothing. */
  EMPTY_ITEMS,
  /** {@code *,5} is refused. */
  STAR_STANDS_ALONE,
  /** {@code january} as well as {@code jan}. */
  WHOLE_NAMES,
  /** {@code mon-3} is refused: names go with names. */
  NAMES_WITH_NAMES,
  /** Months have numbers only. */
  NO_NAMES_OF_MONTHS,
  /** {@code +5} is 5. */
  PLUS_SIGN,
  /** Digits of all scripts. */
  ANY_DIGITS,
  /** {@code 005} is refused. */
  TWO_DIGITS,
  /** Hour 24 is hour 0. */
  HOUR_24,
  /** {@code @DAILY} as well as {@code @daily}. */
  MACROS_IN_ANY_CASE,
  /** {@code @every 90s}. */
  EVERY,
  /** One of the two days must be {@code ?}, and only one. */
  ONE_DAY_FIELD
}
