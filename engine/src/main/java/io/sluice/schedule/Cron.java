package io.sluice.schedule;

import java.time.LocalDateTime;

/**
 * A cron expression: five fields as on Unix (minute, hour, day of month, month, day of week), six
 * with seconds in front, or one of {@code @hourly @daily @midnight @weekly @monthly @yearly
 * @annually}.
 *
 * <p>A field takes {@code *}, a number, a range, a list, and steps: {@code 5}, {@code 1-5}, {@code
 * 1,15}, {@code *}{@code /10}, {@code 8-18/2}. Months and days of week may be named by three
 * letters; Sunday is 0 and 7. When both day of month and day of week leave days out, a day that
 * either of them names will do.
 */
public final class Cron {
  private final String text;
  private final CronFields fields;

  private Cron(String text, CronFields fields) {
    this.text = text;
    this.fields = fields;
  }

  /**
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /cron} when it cannot be read,
   *     and when no day will ever match, as with {@code 0 0 30 2 *}
   */
  public static Cron parse(String text) {
    CronFields fields = CronText.fields(text);
    if (fields.next(SOME_DAY) == null) {
      throw CronText.invalid(text, "no day will ever match");
    }
    return new Cron(text.strip(), fields);
  }

  private static final LocalDateTime SOME_DAY = LocalDateTime.of(2000, 1, 1, 0, 0);

  /** As it was given. */
  public String text() {
    return text;
  }

  /** In words, for people. */
  public String description() {
    return CronText.describe(text);
  }

  CronFields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cron cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
