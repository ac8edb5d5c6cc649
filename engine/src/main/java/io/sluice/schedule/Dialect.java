package io.sluice.schedule;

import static io.sluice.schedule.CronTrait.ANY_DIGITS;
import static io.sluice.schedule.CronTrait.EMPTY_ITEMS;
import static io.sluice.schedule.CronTrait.EVERY;
import static io.sluice.schedule.CronTrait.HOUR_24;
import static io.sluice.schedule.CronTrait.LAST_DAY;
import static io.sluice.schedule.CronTrait.LAST_IS_SATURDAY;
import static io.sluice.schedule.CronTrait.LAST_WEEKDAY;
import static io.sluice.schedule.CronTrait.LONG_STEPS;
import static io.sluice.schedule.CronTrait.MACROS_IN_ANY_CASE;
import static io.sluice.schedule.CronTrait.NAMES_WITH_NAMES;
import static io.sluice.schedule.CronTrait.NEAR_DAYS;
import static io.sluice.schedule.CronTrait.NO_NAMES_OF_MONTHS;
import static io.sluice.schedule.CronTrait.NTH_WEEKDAY;
import static io.sluice.schedule.CronTrait.ONE_DAY_FIELD;
import static io.sluice.schedule.CronTrait.PLUS_SIGN;
import static io.sluice.schedule.CronTrait.QUESTION_MARK;
import static io.sluice.schedule.CronTrait.QUESTION_MARK_FOR_DAYS;
import static io.sluice.schedule.CronTrait.RANGE_BEGINS_ON_SUNDAY;
import static io.sluice.schedule.CronTrait.RANGE_ENDS_ON_SUNDAY;
import static io.sluice.schedule.CronTrait.STAR_STANDS_ALONE;
import static io.sluice.schedule.CronTrait.STEP_AFTER_NAME_IS_NONE;
import static io.sluice.schedule.CronTrait.STEP_AFTER_NUMBER;
import static io.sluice.schedule.CronTrait.TWO_DIGITS;
import static io.sluice.schedule.CronTrait.WHOLE_NAMES;
import static io.sluice.schedule.CronTrait.WRAPPING_RANGES;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whose cron an expression is: the same text fires at other times in another program. A dialect
 * says how an expression is written, which days it names, and what becomes of it when clocks
 * change.
 */
public enum Dialect {
  /** Sluice's own: as on Unix, with seconds in front if need be. */
  UNIX(
      new CronRules(
          List.of(CronRules.MINUTES, CronRules.SECONDS),
          Weekdays.UNIX,
          DayRule.BY_VALUES,
          Set.of(
              STEP_AFTER_NUMBER,
              RANGE_BEGINS_ON_SUNDAY,
              RANGE_ENDS_ON_SUNDAY,
              PLUS_SIGN,
              ANY_DIGITS),
          CronRules.MACROS),
      ClockRule.UNIX),

  /** The cron daemon of Debian: two day fields of which one begins with a star must both match. */
  DEBIAN(
      new CronRules(
          List.of(CronRules.MINUTES),
          Weekdays.UNIX,
          DayRule.BY_FIRST_STAR,
          Set.of(LONG_STEPS),
          CronRules.MACROS),
      ClockRule.DEBIAN),

  /** CronJobs of Kubernetes, which are robfig/cron, as in many programs in Go. */
  KUBERNETES(
      new CronRules(
          List.of(CronRules.MINUTES),
          Weekdays.SIX,
          DayRule.BY_ANY_STAR,
          Set.of(STEP_AFTER_NUMBER, LONG_STEPS, QUESTION_MARK, EMPTY_ITEMS, PLUS_SIGN, EVERY),
          CronRules.MACROS),
      ClockRule.AS_CLOCKS_SHOW),

  /** {@code @Scheduled} of Spring: six fields, and both day fields must match. */
  SPRING(
      new CronRules(
          List.of(CronRules.SECONDS),
          Weekdays.FROM_MONDAY,
          DayRule.BOTH,
          Set.of(
              STEP_AFTER_NUMBER,
              LONG_STEPS,
              RANGE_BEGINS_ON_SUNDAY,
              QUESTION_MARK_FOR_DAYS,
              LAST_DAY,
              NEAR_DAYS,
              LAST_WEEKDAY,
              NTH_WEEKDAY,
              PLUS_SIGN,
              ANY_DIGITS,
              MACROS_IN_ANY_CASE),
          CronRules.MACROS),
      ClockRule.AS_CLOCKS_SHOW),

  /** Quartz: six fields or seven, of which one for days is {@code ?}; Sunday is 1. */
  QUARTZ(
      new CronRules(
          List.of(CronRules.SECONDS, CronRules.YEARS),
          Weekdays.FROM_ONE,
          DayRule.BOTH,
          Set.of(
              STEP_AFTER_NUMBER,
              STEP_AFTER_NAME_IS_NONE,
              WRAPPING_RANGES,
              QUESTION_MARK_FOR_DAYS,
              ONE_DAY_FIELD,
              LAST_DAY,
              NEAR_DAYS,
              LAST_WEEKDAY,
              LAST_IS_SATURDAY,
              NTH_WEEKDAY,
              EMPTY_ITEMS,
              NAMES_WITH_NAMES,
              WHOLE_NAMES),
          Map.of()),
      ClockRule.SECOND_TIME),

  /** BullMQ, which is cron-parser, as in many programs in JavaScript. */
  BULLMQ(
      new CronRules(
          List.of(CronRules.MINUTES, CronRules.SECONDS),
          Weekdays.UNIX,
          DayRule.BY_PLAIN_STAR,
          Set.of(
              STEP_AFTER_NUMBER,
              LONG_STEPS,
              QUESTION_MARK,
              LAST_DAY,
              LAST_WEEKDAY,
              NTH_WEEKDAY,
              STAR_STANDS_ALONE),
          bullmqMacros()),
      ClockRule.BULLMQ),

  /** Sidekiq's cron and rufus-scheduler, which are fugit. */
  SIDEKIQ(
      new CronRules(
          List.of(CronRules.MINUTES, CronRules.SECONDS),
          Weekdays.TO_SATURDAY,
          DayRule.BY_ANY_STAR,
          Set.of(
              STEP_AFTER_NUMBER,
              STEP_AFTER_NAME_IS_NONE,
              LONG_STEPS,
              WRAPPING_RANGES,
              LAST_DAY,
              NTH_WEEKDAY,
              TWO_DIGITS,
              HOUR_24),
          CronRules.MACROS),
      ClockRule.SIDEKIQ),

  /** {@code crontab} of Celery: both day fields must match, months have no names. */
  CELERY(
      new CronRules(
          List.of(CronRules.MINUTES),
          Weekdays.SIX,
          DayRule.BOTH,
          Set.of(
              STEP_AFTER_NAME_IS_NONE,
              LONG_STEPS,
              WRAPPING_RANGES,
              WHOLE_NAMES,
              NO_NAMES_OF_MONTHS,
              PLUS_SIGN,
              ANY_DIGITS),
          Map.of()),
      ClockRule.CELERY);

  @SuppressWarnings("ImmutableEnumChecker") // a record of a List, a Set and a Map that are "of"
  private final CronRules rules;

  private final ClockRule clocks;

  Dialect(CronRules rules, ClockRule clocks) {
    this.rules = rules;
    this.clocks = clocks;
  }

  /** As it is written: {@code kubernetes}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whose it is, for people. */
  String title() {
    return switch (this) {
      case UNIX -> "Unix";
      case DEBIAN -> "Debian's cron";
      case KUBERNETES -> "Kubernetes";
      case SPRING -> "Spring";
      case QUARTZ -> "Quartz";
      case BULLMQ -> "BullMQ";
      case SIDEKIQ -> "Sidekiq";
      case CELERY -> "Celery";
    };
  }

  /**
   * What becomes of a time that a clock change leaves out. In dialect {@link #UNIX} one may say
   * otherwise.
   */
  public DstGap gap() {
    return clocks.gap();
  }

  CronRules rules() {
    return rules;
  }

  ClockRule clocks() {
    return clocks;
  }

  private static Map<String, String> bullmqMacros() {
    Map<String, String> macros = new HashMap<>(CronRules.MACROS);
    macros.remove("@midnight");
    macros.put("@minutely", "* * * * *");
    macros.put("@secondly", "* * * * * *");
    macros.put("@weekdays", "0 0 * * 1-5");
    macros.put("@weekends", "0 0 * * 0,6");
    return Map.copyOf(macros);
  }
}
