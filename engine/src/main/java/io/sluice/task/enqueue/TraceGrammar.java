package io.sluice.task.enqueue;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the W3C recommendations Trace Context and Baggage allow in their headers. */
final class TraceGrammar {
  private static final int MAX_TRACESTATE_MEMBERS = 32;
  private static final int MAX_BAGGAGE_MEMBERS = 180;
  private static final int MAX_BAGGAGE_LENGTH = 8192;

  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "([0-9a-f]{2})-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private static final Pattern STATE_KEY =
      Pattern.compile(
          "[a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13}");

  /** Printable, without comma and equals sign, and without a space at the end. */
  private static final Pattern STATE_VALUE =
      Pattern.compile(
          "[\\x20-\\x2B\\x2D-\\x3C\\x3E-\\x7E]{0,255}[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]");

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String OCTETS = "[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]*+";
  private static final String SPACE = "[ \\t]*+";

  private static final Pattern BAGGAGE_MEMBER =
      Pattern.compile(
          TOKEN + SPACE + "=" + SPACE + OCTETS + "(?:" + SPACE + ";" + SPACE + TOKEN + "(?:" + SPACE
              + "=" + SPACE + OCTETS + ")?)*+");

  /** What a version after 00 has more follows after another dash. */
  static boolean isTraceparent(@Nullable String value) {
    if (value == null) {
      return false;
    }
    Matcher matcher = TRACEPARENT.matcher(value);
    if (!matcher.matches()) {
      return false;
    }
    String version = matcher.group(1);
    return !version.equals("ff") && (matcher.group(2) == null || !version.equals("00"));
  }

  /** Members may be empty; a key may be there once. */
  static boolean isTracestate(@Nullable String value) {
    if (value == null) {
      return false;
    }
    Set<String> keys = new HashSet<>();
    for (String each : value.split(",", -1)) {
      String member = each.strip();
      int equals = member.indexOf('=');
      if (!member.isEmpty()
          && (equals < 0
              || !STATE_KEY.matcher(member.substring(0, equals)).matches()
              || !STATE_VALUE.matcher(member.substring(equals + 1)).matches()
              || !keys.add(member.substring(0, equals)))) {
        return false;
      }
    }
    return !keys.isEmpty() && keys.size() <= MAX_TRACESTATE_MEMBERS;
  }

  static boolean isBaggage(@Nullable String value) {
    if (value == null || value.length() > MAX_BAGGAGE_LENGTH) {
      return false;
    }
    String[] members = value.split(",", -1);
    for (String member : members) {
      if (!BAGGAGE_MEMBER.matcher(member.strip()).matches()) {
        return false;
      }
    }
    return members.length <= MAX_BAGGAGE_MEMBERS;
  }

  private TraceGrammar() {}
}
