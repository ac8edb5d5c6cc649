package io.sluice.redis;

import java.time.Instant;

/** The fence of a claim, {@code session:n:startedAt}. */
final class Token {
  static String session(String token) {
    return token.substring(0, token.indexOf(':'));
  }

  static Instant startedAt(String token) {
    return Instant.ofEpochMilli(Long.parseLong(token.substring(token.lastIndexOf(':') + 1)));
  }

  private Token() {}
}
