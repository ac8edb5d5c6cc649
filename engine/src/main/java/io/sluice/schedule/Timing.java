package io.sluice.schedule;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The instants at which something recurs. */
public sealed interface Timing {
  /** The first instant after the given one; null when there is none. */
  @Nullable Instant next(Instant after);

  /** In words, for people; null when it would take too many. */
  @Nullable String description();

  /** Reads what is needed from files now, on a thread that may block, and never again. */
  static void load() {
    new ByCron(Cron.parse("@hourly"), ZoneId.of("Europe/Berlin"), DstGap.SHIFT).next(Instant.EPOCH);
  }

  /** At the times of day that a cron says, by the clocks of a place. */
  record ByCron(Cron cron, ZoneId zone, DstGap gap) implements Timing {
    /**
     * @throws InvalidTaskException with pointer {@code /dstGap}, when the dialect has another way
     */
    public ByCron {
      Dialect dialect = cron.dialect();
      if (dialect != Dialect.UNIX && gap != dialect.gap()) {
        throw new InvalidTaskException(
            "/dstGap",
            "dstGap must be "
                + dialect.gap().name().toLowerCase(Locale.ROOT)
                + " or left away: it is what dialect "
                + dialect.word()
                + " does");
      }
    }

    /** As the dialect has it about clock changes. */
    public ByCron(Cron cron, ZoneId zone) {
      this(cron, zone, cron.dialect().gap());
    }

    @Override
    public @Nullable Instant next(Instant after) {
      return cron.next(after, zone, gap);
    }

    @Override
    public @Nullable String description() {
      String words = cron.description();
      return words == null ? null : words + " (" + zone.getId() + ")";
    }
  }

  /**
   * At all whole multiples of a period since 1970-01-01T00:00Z: when it was put does not matter, so
   * that putting it again never moves or delays it.
   */
  record Every(Duration period) implements Timing {
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * @throws InvalidTaskException with pointer {@code /every}
     */
    public Every {
      if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
        throw new InvalidTaskException(
            "/every", "every must be at least 1 s and at most 3650 days, is " + period);
      }
      if (!period.equals(Duration.ofMillis(period.toMillis()))) {
        throw new InvalidTaskException(
            "/every", "every must be a whole number of milliseconds, is " + period);
      }
    }

    @Override
    public Instant next(Instant after) {
      long millis = period.toMillis();
      return Instant.ofEpochMilli((Math.floorDiv(after.toEpochMilli(), millis) + 1) * millis);
    }

    @Override
    public String description() {
      return "every " + Words.of(period);
    }
  }

  /**
   * One that is stored and that this version cannot read: a zone that this Java does not know, or
   * words of a newer version. It does not fire here, and can be paused, deleted and replaced.
   *
   * @param why for people
   */
  record Unreadable(String why) implements Timing {
    @Override
    public @Nullable Instant next(Instant after) {
      return null;
    }

    @Override
    public @Nullable String description() {
      return null;
    }
  }
}
