package io.sluice.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A sorted set whose scores are times: in the order of their times, then of their names. */
final class Timed {
  private static final int DIGITS = 17;
  private static final Pattern SCORE = Pattern.compile("\\d+\\.\\d+");
  private static final long LONGEST_TOLD = 1L << 42;

  private final Map<String, Double> times = new HashMap<>();

  /** So many ms from now; the fraction says how long that is, so that a clock set back shows. */
  static double after(long now, long ms) {
    boolean told = ms > 0 && ms < LONGEST_TOLD;
    return now + ms + (told ? Math.ceil(96 * Math.log(ms + 1.0) / Math.log(2)) / 4096 : 0);
  }

  /** As Redis writes a score. */
  static String text(double time) {
    return new BigDecimal(time)
        .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
        .stripTrailingZeros()
        .toPlainString();
  }

  /**
   * Whether an answer is the expected one: Redis 7.0 writes a score with 17 digits, later ones with
   * as many as it takes.
   */
  static boolean same(@Nullable Object told, @Nullable Object expected) {
    if (told instanceof List<?> some && expected instanceof List<?> others) {
      return some.size() == others.size()
          && IntStream.range(0, some.size()).allMatch(i -> same(some.get(i), others.get(i)));
    }
    return Objects.equals(told, expected)
        || (told instanceof String one
            && expected instanceof String other
            && SCORE.matcher(one).matches()
            && SCORE.matcher(other).matches()
            && Double.parseDouble(one) == Double.parseDouble(other));
  }

  void put(String id, double time) {
    times.put(id, time);
  }

  void put(String id, long time) {
    put(id, (double) time);
  }

  boolean remove(String id) {
    return times.remove(id) != null;
  }

  boolean has(String id) {
    return times.containsKey(id);
  }

  @Nullable Double at(String id) {
    return times.get(id);
  }

  /** Whether it is there and its time has come. */
  boolean isDue(String id, long now) {
    Double time = times.get(id);
    return time != null && time < now + 1;
  }

  /** The first time of all; the largest number when there is none. */
  double nearest() {
    return times.values().stream().mapToDouble(Double::doubleValue).min().orElse(Double.MAX_VALUE);
  }

  int size() {
    return times.size();
  }

  boolean isEmpty() {
    return times.isEmpty();
  }

  List<String> inOrder() {
    return inOrderBefore(Double.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Those whose time has come, in order. */
  List<String> due(long now, long limit) {
    return inOrderBefore((double) (now + 1), limit);
  }

  Map<String, Double> view() {
    return times;
  }

  private List<String> inOrderBefore(double end, long limit) {
    return times.entrySet().stream()
        .filter(each -> each.getValue() < end)
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.naturalOrder()))
        .limit(Math.max(0, limit))
        .map(Map.Entry::getKey)
        .toList();
  }
}
