package io.sluice.event;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * How events of one type are logged: a row of the table in {@link EngineLog}. Not changed once the
 * table is complete.
 */
final class LogFormat<E extends EngineEvent> {
  private static final String REPEATED = " (and {} more like it since)";

  private final Class<E> type;
  private final Level level;
  private final String format;
  private final Function<E, Object[]> values;
  private Predicate<E> filter = event -> true;
  private @Nullable Damper damper;
  private Function<E, String> likeness = event -> "";
  private boolean counts;

  LogFormat(Class<E> type, Level level, String format, Function<E, Object[]> values) {
    this.type = type;
    this.level = level;
    this.format = format;
    this.values = values;
  }

  /** Logs only events for which this holds. */
  LogFormat<E> onlyIf(Predicate<E> holds) {
    filter = holds;
    return this;
  }

  /**
   * Logs events that are alike only once in a while.
   *
   * @param key equal for events that are alike
   */
  LogFormat<E> damped(Damper by, Function<E, String> key) {
    damper = by;
    likeness = key;
    return this;
  }

  /** The same, and each line says how many like it were left out before it. */
  LogFormat<E> dampedAndCounted(Damper by, Function<E, String> key) {
    counts = true;
    return damped(by, key);
  }

  void log(EngineEvent happened, Logger log) {
    E event = type.cast(happened);
    if (!filter.test(event)) {
      return;
    }
    long leftOut = damper == null ? 0 : damper.untold(likeness.apply(event));
    if (leftOut != Damper.NOT_NOW) {
      write(log, values.apply(event), counts ? leftOut : 0);
    }
  }

  private void write(Logger log, Object[] given, long leftOut) {
    if (leftOut == 0) {
      write(log, format, given);
    } else {
      Object[] all = Arrays.copyOf(given, given.length + 1);
      all[given.length] = leftOut;
      write(log, format + REPEATED, all);
    }
  }

  private void write(Logger log, String text, Object[] all) {
    switch (level) {
      case ERROR -> log.error(text, all);
      case WARN -> log.warn(text, all);
      case INFO -> log.info(text, all);
      default -> log.debug(text, all);
    }
  }
}
