package io.sluice.model;

import java.util.List;

/** The settings of the queue, as they were told to it last. */
final class Rules {
  private static final String PAUSED = "paused";
  private static final String PAUSED_UNTIL = "paused_until";
  private static final String MAX_CONCURRENCY = "max_concurrency";

  private boolean pausing;
  private long pausedUntil = Long.MAX_VALUE;
  private int mostRunning = Integer.MAX_VALUE;

  static List<String> pause() {
    return List.of(PAUSED, "1", PAUSED_UNTIL, "");
  }

  static List<String> pause(int ms) {
    return List.of(PAUSED, "1", PAUSED_UNTIL, "+" + ms);
  }

  static List<String> resume() {
    return List.of(PAUSED, "", PAUSED_UNTIL, "");
  }

  static List<String> limit(int mostRunning) {
    return List.of(MAX_CONCURRENCY, String.valueOf(mostRunning));
  }

  static List<String> noLimit() {
    return List.of(MAX_CONCURRENCY, "");
  }

  /** They were told. */
  void told(List<String> settings, long now) {
    for (int i = 0; i < settings.size(); i += 2) {
      String value = settings.get(i + 1);
      switch (settings.get(i)) {
        case PAUSED -> pausing = !value.isEmpty();
        case PAUSED_UNTIL ->
            pausedUntil = value.isEmpty() ? Long.MAX_VALUE : now + Long.parseLong(value);
        default -> mostRunning = value.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(value);
      }
    }
  }

  boolean paused(long now) {
    return pausing && pausedUntil > now;
  }

  int mostRunning() {
    return mostRunning;
  }
}
