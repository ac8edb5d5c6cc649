package io.sluice.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A duration in words: {@code 1 hour 30 minutes}. */
final class Words {
  static String of(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toDaysPart(), "day");
    add(parts, duration.toHoursPart(), "hour");
    add(parts, duration.toMinutesPart(), "minute");
    add(parts, duration.toSecondsPart(), "second");
    add(parts, duration.toMillisPart(), "millisecond");
    return parts.size() == 1 && parts.get(0).startsWith("1 ")
        ? parts.get(0).substring("1 ".length())
        : String.join(" ", parts);
  }

  private static void add(List<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }

  private Words() {}
}
