package io.sluice.memory;

/** The fence of a claim, {@code session:n:startedAt}. */
final class Tokens {
  static String of(String session, long seq, long startedAt) {
    return session + ":" + seq + ":" + startedAt;
  }

  static String session(String token) {
    return token.substring(0, token.indexOf(':'));
  }

  static long startedAt(String token) {
    return Long.parseLong(token.substring(token.lastIndexOf(':') + 1));
  }

  private Tokens() {}
}
