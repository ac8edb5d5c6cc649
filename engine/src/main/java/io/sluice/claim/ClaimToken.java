package io.sluice.claim;

import io.sluice.task.StoreCorruptedException;

/** Reads a token, {@code session:n:startedAt}. */
final class ClaimToken {
  private static final int PARTS = 3;

  /** The number of the claim that gave it. */
  static long number(String token) {
    String[] parts = token.split(":", -1);
    try {
      return Long.parseLong(parts.length == PARTS ? parts[1] : "");
    } catch (NumberFormatException e) {
      throw new StoreCorruptedException(
          "a claim of " + token.length() + " characters is no session:number:time", e);
    }
  }

  private ClaimToken() {}
}
