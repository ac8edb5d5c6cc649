package io.sluice.schedule;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A cron in words, from the times and the days that fire: {@code at 09:00 on Monday to Friday}. */
final class CronWords {
  /** Longer than this it helps nobody. */
  private static final int MAX_LENGTH = 160;

  /** Null when it would take too many words. */
  static @Nullable String of(CronFields fields) {
    String words = TimeWords.of(fields) + DayWords.of(fields.days());
    return words.length() <= MAX_LENGTH ? words : null;
  }

  /** The first of values that are all its multiples and as many as there may be; zero for none. */
  static int period(BitSet values, int size) {
    int second = values.nextSetBit(1);
    if (!values.get(0) || second < 0 || size % second != 0) {
      return 0;
    }
    for (int value = 0; value < size; value++) {
      if (values.get(value) != (value % second == 0)) {
        return 0;
      }
    }
    return second;
  }

  private CronWords() {}
}
