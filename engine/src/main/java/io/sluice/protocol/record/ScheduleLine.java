package io.sluice.protocol.record;

import io.sluice.schedule.CatchUp;
import io.sluice.schedule.Cron;
import io.sluice.schedule.Dialect;
import io.sluice.schedule.DstGap;
import io.sluice.schedule.Overlap;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.TimeZones;
import io.sluice.schedule.Timing;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.StoreCorruptedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as a line of text, of which scripts read the first words.
 *
 * <pre>
 *   revision overlap expiresInMs catchUp { cron gap zone fields... | every ms }
 *   cron = cron | the dialect, if it is another one
 * </pre>
 *
 * @param revision another one each time a schedule is put
 * @param expiresInMs of each task that it enqueues; zero for never
 */
public record ScheduleLine(String revision, long expiresInMs, Schedule schedule) {
  private static final int HEAD = 5;
  private static final int CRON_HEAD = 3;
  private static final String CRON = "cron";
  private static final String EVERY = "every";

  /** Many a line has the same timing, and it is read each time its schedule fires. */
  private static final int MAX_KNOWN = 10_000;

  private static final Map<String, Timing> KNOWN = new ConcurrentHashMap<>();

  public String text() {
    return String.join(
        " ",
        revision,
        word(schedule.overlap()),
        Long.toString(expiresInMs),
        word(schedule.catchUp()),
        text(schedule.timing()));
  }

  public static ScheduleLine parse(String line) {
    String[] parts = line.split(" ", HEAD);
    if (parts.length < HEAD) {
      throw corrupted(line, null);
    }
    try {
      return new ScheduleLine(
          parts[0],
          Long.parseLong(parts[2]),
          new Schedule(
              timing(parts[4]),
              Overlap.valueOf(parts[1].toUpperCase(Locale.ROOT)),
              CatchUp.valueOf(parts[3].toUpperCase(Locale.ROOT))));
    } catch (InvalidTaskException | IllegalArgumentException e) {
      throw corrupted(line, e);
    }
  }

  /** As far as it can be read, for people. */
  public static Schedule show(String line) {
    try {
      return parse(line).schedule();
    } catch (StoreCorruptedException unreadable) {
      String why =
          unreadable.getCause() instanceof InvalidTaskException refused
              ? String.valueOf(refused.getMessage())
              : "it is stored as '" + line + "', which this version does not know";
      return Schedule.of(new Timing.Unreadable("this schedule cannot be read here: " + why));
    }
  }

  private static String text(Timing timing) {
    if (timing instanceof Timing.ByCron by) {
      Dialect dialect = by.cron().dialect();
      return String.join(
          " ",
          dialect == Dialect.UNIX ? CRON : dialect.word(),
          word(by.gap()),
          by.zone().getId(),
          by.cron().text());
    }
    return EVERY + " " + ((Timing.Every) timing).period().toMillis();
  }

  private static Timing timing(String text) {
    Timing known = KNOWN.get(text);
    if (known != null) {
      return known;
    }
    if (KNOWN.size() >= MAX_KNOWN) {
      KNOWN.clear();
    }
    Timing read = read(text);
    KNOWN.put(text, read);
    return read;
  }

  private static Timing read(String text) {
    String[] kind = text.split(" ", 2);
    if (kind.length == 2 && kind[0].equals(EVERY)) {
      return new Timing.Every(Duration.ofMillis(Long.parseLong(kind[1])));
    }
    String[] parts = kind.length == 2 ? kind[1].split(" ", CRON_HEAD) : kind;
    if (parts.length < CRON_HEAD) {
      throw new IllegalArgumentException("neither a cron nor a rate");
    }
    return new Timing.ByCron(
        Cron.parse(parts[2], dialect(kind[0])),
        TimeZones.of(parts[1]),
        DstGap.valueOf(parts[0].toUpperCase(Locale.ROOT)));
  }

  private static Dialect dialect(String word) {
    return word.equals(CRON) ? Dialect.UNIX : Dialect.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static StoreCorruptedException corrupted(String line, @Nullable Throwable cause) {
    return new StoreCorruptedException("a stored schedule cannot be read: " + line, cause);
  }
}
