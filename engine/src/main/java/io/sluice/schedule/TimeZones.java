package io.sluice.schedule;

import io.sluice.task.InvalidTaskException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Time zones by name, also by the three names of IANA that Java leaves out. */
public final class TimeZones {
  private static final Map<String, String> LINKS =
      Map.of("EST", "America/Panama", "MST", "America/Phoenix", "HST", "Pacific/Honolulu");

  /** Nobody's zone is longer. */
  private static final int MAX_LENGTH = 64;

  /**
   * A region like {@code Europe/Berlin}, or an offset like {@code +05:00}.
   *
   * @throws InvalidTaskException with pointer {@code /timeZone}, with a suggestion if there is one
   */
  public static ZoneId of(String name) {
    try {
      return ZoneId.of(LINKS.getOrDefault(name, name));
    } catch (DateTimeException unknown) {
      throw new InvalidTaskException(
          "/timeZone",
          "timeZone must be a time zone like Europe/Berlin, is '"
              + FieldHints.shown(name.substring(0, Math.min(MAX_LENGTH, name.length())))
              + "', which this Java does not know"
              + suggestion(name).map(near -> "; did you mean " + near + "?").orElse(""));
    }
  }

  /** The same in other letters, a town without its continent, or an old short name. */
  private static Optional<String> suggestion(String name) {
    String written = name.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
    String old = ZoneId.SHORT_IDS.get(written.toUpperCase(Locale.ROOT));
    if (old != null && old.contains("/")) {
      return Optional.of(old);
    }
    return ZoneId.getAvailableZoneIds().stream()
        .filter(
            known -> {
              String lower = known.toLowerCase(Locale.ROOT);
              return lower.equals(written) || lower.endsWith("/" + written);
            })
        .min(Comparator.naturalOrder());
  }

  private TimeZones() {}
}
