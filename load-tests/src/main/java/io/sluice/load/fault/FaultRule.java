package io.sluice.load.fault;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How often a fault comes in a run: so often at drawn instants, or in a fixed period, or by default
 * about as often as suits it.
 *
 * @param count how often over the run; zero when it is not said
 * @param every the period; null when it is not said
 */
public record FaultRule(Fault fault, int count, @Nullable Duration every) {
  /** The last part of a run is left in peace by drawn faults, so that all take effect. */
  private static final double SHARE = 0.95;

  /** By default, about as often as suits the fault. */
  static FaultRule usual(Fault fault) {
    return new FaultRule(fault, 0, null);
  }

  /**
   * Reads {@code name}, {@code name=COUNT} or {@code name@PERIOD}.
   *
   * @param period reads a duration
   * @throws IllegalArgumentException saying what is wrong
   */
  public static FaultRule read(String text, Function<String, Duration> period) {
    int at = text.indexOf('@');
    int equals = text.indexOf('=');
    if (at > 0) {
      Duration every = period.apply(text.substring(at + 1));
      if (every.isZero()) {
        throw new IllegalArgumentException("'" + text + "' has a period of zero");
      }
      return new FaultRule(Fault.of(text.substring(0, at)), 0, every);
    }
    return equals > 0
        ? new FaultRule(Fault.of(text.substring(0, equals)), count(text, equals), null)
        : usual(Fault.of(text));
  }

  private static int count(String text, int equals) {
    String count = text.substring(equals + 1);
    if (!count.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("'" + text + "' must be name=COUNT with a count from 1");
    }
    return Integer.parseInt(count);
  }

  /** The instants in a run of that length, in ms from its start, in order. */
  long[] instants(long runMillis, SplittableRandom random) {
    if (every != null) {
      long period = Math.max(1, every.toMillis());
      return LongStream.rangeClosed(1, runMillis / period).map(n -> n * period).toArray();
    }
    long span = Math.max(1, (long) (runMillis * SHARE));
    int times = count > 0 ? count : (int) Math.max(1, runMillis / fault.pace().toMillis());
    return random.longs(times, 0, span).sorted().toArray();
  }
}
