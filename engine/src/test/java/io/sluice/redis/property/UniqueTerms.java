package io.sluice.redis.property;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The unique key of a random task.
 *
 * @param key empty for none
 * @param hasWindow whether it is held for a time, and not until the task has ended
 * @param onConflict as scripts take it
 */
record UniqueTerms(String key, boolean hasWindow, String onConflict) {
  /** A key that only the newest holds: others may have their own ideas of it. */
  static final String KEPT_LAST = "last";

  private static final List<String> KEYS = List.of("u0", "u1", KEPT_LAST);
  private static final String LAST = "keep_last";
  private static final String DEBOUNCE = "debounce";
  private static final List<String> NEWEST =
      List.of(LAST, LAST, LAST, LAST, DEBOUNCE, DEBOUNCE, DEBOUNCE);
  private static final List<String> ON_CONFLICT =
      List.of("reject", "keep", "replace", "replace", LAST, LAST, LAST, DEBOUNCE);

  /**
   * @param running keys whose tasks run, which are met more often
   */
  static UniqueTerms any(RandomGenerator random, List<String> running) {
    List<String> from = running.isEmpty() || random.nextInt(3) == 0 ? KEYS : running;
    String key = random.nextInt(4) > 0 ? from.get(random.nextInt(from.size())) : "";
    List<String> any = key.equals(KEPT_LAST) ? NEWEST : ON_CONFLICT;
    String onConflict = any.get(random.nextInt(any.size()));
    boolean hasWindow = random.nextInt(3) == 0 && !NEWEST.contains(onConflict);
    boolean debounced = onConflict.equals(DEBOUNCE) && !key.isEmpty();
    return new UniqueTerms(
        key, hasWindow, debounced ? DEBOUNCE + " " + quietAndMost(random) : onConflict);
  }

  private static String quietAndMost(RandomGenerator random) {
    long quiet = BothQueues.TIMES_MS.get(random.nextInt(2));
    return quiet + " " + (random.nextBoolean() ? 0 : quiet + random.nextInt(3) * quiet);
  }

  boolean isDebounced() {
    return onConflict.startsWith(DEBOUNCE + " ");
  }

  /** Made at 7, of a type, with this key or none, and a payload. */
  String envelope(int payload) {
    String held = (hasWindow ? "\5" : "\0") + key;
    String part = key.isEmpty() ? "" : "\7" + (char) held.length() + held;
    return "\1\7\4type" + part + "\0" + payload;
  }
}
