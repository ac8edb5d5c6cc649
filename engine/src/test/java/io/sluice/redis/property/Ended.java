package io.sluice.redis.property;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is kept of a finished task; its time only as far as somebody has made it an old one. */
record Ended(boolean old, char how, boolean ran, String result) {
  /** When a task ended that is past any age. */
  static final long LONG_AGO = 1;

  private static final Pattern STORED =
      Pattern.compile("(\\d+) ([SCE]) (?:(\\d+) (.*))?", Pattern.DOTALL);

  static Ended parse(String record) {
    Matcher parts = STORED.matcher(record);
    if (!parts.matches()) {
      throw new AssertionError("no result record: " + record);
    }
    return new Ended(
        Long.parseLong(parts.group(1)) == LONG_AGO,
        parts.group(2).charAt(0),
        parts.group(3) != null,
        parts.group(4) == null ? "" : parts.group(4));
  }

  Ended aged() {
    return new Ended(true, how, ran, result);
  }
}
