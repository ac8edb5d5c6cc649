package io.sluice.protocol.record;

import io.sluice.task.StoreCorruptedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fence of a claim, {@code session:n:startedAt}. */
public final class Token {
  public static String session(String token) {
    int end = token.indexOf(':');
    if (end < 0) {
      throw corrupted(token, null);
    }
    return token.substring(0, end);
  }

  public static Instant startedAt(String token) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(token.substring(token.lastIndexOf(':') + 1)));
    } catch (NumberFormatException e) {
      throw corrupted(token, e);
    }
  }

  private static StoreCorruptedException corrupted(
      String token, @Nullable NumberFormatException cause) {
    return new StoreCorruptedException(
        "a claim of " + token.length() + " characters is no session:number:time", cause);
  }

  private Token() {}
}
