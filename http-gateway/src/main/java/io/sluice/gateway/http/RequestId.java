package io.sluice.gateway.http;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names each request, in its answer and in the log. */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";

  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The caller's own, if it sent a valid one; else a fresh one. */
  public static String of(@Nullable String sent) {
    return sent != null && GRAMMAR.matcher(sent).matches() ? sent : fresh();
  }

  public static String fresh() {
    return Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, Character.MAX_RADIX);
  }

  private RequestId() {}
}
