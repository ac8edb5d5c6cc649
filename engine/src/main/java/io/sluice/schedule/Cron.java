package io.sluice.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression of some {@link Dialect}. In that of Sluice, five fields as on Unix (minute,
 * hour, day of month, month, day of week), six with seconds in front, or one of {@code @hourly
 * @daily @midnight @weekly @monthly @yearly @annually}.
 *
 * <p>A field takes {@code *}, a number, a range, a list, and steps: {@code 5}, {@code 1-5}, {@code
 * 1,15}, {@code *}{@code /10}, {@code 8-18/2}. Months and days of week may be named by three
 * letters; Sunday is 0 and 7. When both day of month and day of week leave days out, a day that
 * either of them names will do.
 */
public final class Cron {
  private final Dialect dialect;
  private final String text;
  private final CronText.Read read;

  private Cron(Dialect dialect, String text, CronText.Read read) {
    this.dialect = dialect;
    this.text = text;
    this.read = read;
  }

  /**
   * One of {@link Dialect#UNIX}.
   *
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /cron} when it cannot be read,
   *     and when no day will ever match, as with {@code 0 0 30 2 *}
   */
  public static Cron parse(String text) {
    return parse(text, Dialect.UNIX);
  }

  /**
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /cron} when it cannot be read,
   *     and when no day will ever match, as with {@code 0 0 30 2 *}
   */
  public static Cron parse(String text, Dialect dialect) {
    CronText.Read read = CronText.read(text, dialect);
    if (read.fields() != null && read.fields().next(SOME_DAY) == null) {
      throw CronText.invalid(text, dialect, "no day will ever match");
    }
    return new Cron(dialect, text.strip(), read);
  }

  private static final LocalDateTime SOME_DAY = LocalDateTime.of(1969, 12, 31, 23, 59, 59);

  public Dialect dialect() {
    return dialect;
  }

  /** As it was given. */
  public String text() {
    return text;
  }

  /** In words, for people; null when it would take too many. */
  public @Nullable String description() {
    return read.rate() != null
        ? read.rate().description()
        : read.fields() == null ? null : CronWords.of(read.fields());
  }

  @Nullable Instant next(Instant after, ZoneId zone, DstGap gap) {
    if (read.fields() == null) {
      return read.rate() == null ? null : read.rate().next(after);
    }
    return new WallClock(read.fields(), zone.getRules(), dialect.clocks(), gap).next(after);
  }

  /** Null for a rate. */
  @Nullable CronFields fields() {
    return read.fields();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cron cron && cron.text.equals(text) && cron.dialect == dialect;
  }

  @Override
  public int hashCode() {
    return Objects.hash(dialect, text);
  }

  @Override
  public String toString() {
    return text;
  }
}
