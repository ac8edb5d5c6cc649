package io.sluice.redis.property;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is kept of a task that failed or crashed, without the time. */
record Failed(int failures, int crashes, @Nullable String failure) {
  static final Failed NEVER = new Failed(0, 0, null);

  private static final Pattern STORED =
      Pattern.compile("(\\d+) (\\d+) (?:\\d+ (.*))?", Pattern.DOTALL);

  static Failed parse(String record) {
    Matcher parts = STORED.matcher(record);
    if (!parts.matches()) {
      throw new AssertionError("no attempt record: " + record);
    }
    return new Failed(
        Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), parts.group(3));
  }

  Failed failedWith(String text) {
    return new Failed(failures + 1, crashes, text);
  }

  Failed crashed() {
    return new Failed(failures, crashes + 1, failure);
  }

  Failed crashedForGood(String text) {
    return new Failed(failures, crashes + 1, text);
  }
}
