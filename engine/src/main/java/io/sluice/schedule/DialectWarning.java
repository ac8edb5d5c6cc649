package io.sluice.schedule;

import io.sluice.task.InvalidTaskException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression looks like one of another dialect, in which it would fire otherwise.
 *
 * @param dialect the other one
 * @param detail what it reads otherwise, for people
 * @param here next instants at which it fires here, and would not there
 * @param there next instants at which it would fire there, and does not here
 */
public record DialectWarning(
    Dialect dialect, String detail, List<Instant> here, List<Instant> there) {
  private static final Pattern OF_QUARTZ = Pattern.compile("[?#]|\\bL|[0-9]W|L\\b");
  private static final Pattern STEP_AFTER_VALUE = Pattern.compile("[0-9A-Za-z]+/[0-9]+");

  /**
   * What is to be said about a timing; nothing for most.
   *
   * @param after from when on to look for instants
   */
  public static List<DialectWarning> of(Timing timing, Instant after) {
    List<DialectWarning> warnings = new ArrayList<>();
    if (timing instanceof Timing.ByCron by && by.cron().fields() != null) {
      for (Dialect other : suggestedBy(by.cron())) {
        compare(by, other, after).ifPresent(warnings::add);
      }
    }
    return List.copyOf(warnings);
  }

  /** Dialects whose people write so. */
  private static List<Dialect> suggestedBy(Cron cron) {
    String[] words = cron.text().split("\\s+", -1);
    if (words.length < CronRules.MINUTES) {
      return List.of();
    }
    boolean seconds = words.length >= CronRules.SECONDS;
    if (cron.dialect() != Dialect.UNIX) {
      boolean quartz = seconds && OF_QUARTZ.matcher(cron.text()).find();
      return quartz && cron.dialect() != Dialect.QUARTZ ? List.of(Dialect.QUARTZ) : List.of();
    }
    String ofMonth = words[seconds ? 3 : 2];
    String ofWeek = words[seconds ? 5 : 4];
    boolean twoDays = !ofMonth.equals("*") && !ofWeek.equals("*");
    if (seconds) {
      return twoDays || ofWeek.contains("/") ? List.of(Dialect.SPRING) : List.of();
    }
    return twoDays || STEP_AFTER_VALUE.matcher(ofWeek).find()
        ? List.of(Dialect.DEBIAN, Dialect.KUBERNETES, Dialect.BULLMQ, Dialect.SIDEKIQ)
        : List.of();
  }

  private static Optional<DialectWarning> compare(
      Timing.ByCron here, Dialect other, Instant after) {
    Cron read = read(here.cron().text(), other);
    CronFields ours = here.cron().fields();
    if (read == null || ours == null || read.fields() == null) {
      return Optional.empty();
    }
    String detail = detail(ours.days(), read.fields().days(), other);
    if (detail == null) {
      return Optional.empty();
    }
    Partings partings = Partings.of(here, new Timing.ByCron(read, here.zone()), after);
    return partings.areNone()
        ? Optional.empty()
        : Optional.of(new DialectWarning(other, detail, partings.here(), partings.there()));
  }

  private static @Nullable Cron read(String text, Dialect other) {
    try {
      return Cron.parse(text, other);
    } catch (InvalidTaskException refused) {
      return null; // who moves it from there did not write that
    }
  }

  /** Null when both name the same days. */
  private static @Nullable String detail(CronDays here, CronDays there, Dialect other) {
    if (here.either() != there.either()) {
      return other.title()
          + (there.either()
              ? " fires on a day that either of the two day fields names; here"
                  + " a day must be named by both, since one of them names all"
              : " fires only on a day that both day fields name; here one that either names will"
                  + " do");
    }
    if (!here.ofWeek().equals(there.ofWeek())
        || !here.specialOfWeek().equals(there.specialOfWeek())) {
      return other.title()
          + " reads the day of week as "
          + DayWords.ofWeek(there)
          + "; here it is "
          + DayWords.ofWeek(here);
    }
    return null;
  }
}
