package io.sluice.worker;

/** Reads a token, {@code session:n:startedAt}. */
final class ClaimToken {
  /** The number of the claim that gave it. */
  static long number(String token) {
    int start = token.indexOf(':') + 1;
    return Long.parseLong(token.substring(start, token.indexOf(':', start)));
  }

  private ClaimToken() {}
}
