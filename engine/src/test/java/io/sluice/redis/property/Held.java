package io.sluice.redis.property;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds a key that is to be held once.
 *
 * @param untilEnded as long as the task has not ended, not for a time
 * @param over that time is past
 */
record Held(String id, boolean untilEnded, boolean over, String fingerprint) {
  private static final Pattern STORED =
      Pattern.compile("(\\d+) (\\S+) (\\d+)(?:\\+\\d+)? (.*)", Pattern.DOTALL);

  static Held parse(String record) {
    Matcher parts = STORED.matcher(record);
    if (!parts.matches()) {
      throw new AssertionError("no record of a key: " + record);
    }
    long until = Long.parseLong(parts.group(1));
    return new Held(
        parts.group(2), until == 0, until > 0 && until < Observed.SET_BY_TEST, parts.group(4));
  }

  Held aged() {
    return new Held(id, untilEnded, true, fingerprint);
  }

  String stored(long until) {
    return until + " " + id + " " + OnceModel.CREATED_AT + " " + fingerprint;
  }
}
