package io.sluice.claim;

import io.sluice.store.ClaimedTask;

/** Claims of no session, for tests of what is decided about them. */
public final class Claimed {
  @SuppressWarnings("NullAway") // the session is not asked
  public static Claim of(ClaimedTask task) {
    return new Claim(null, task, 0);
  }

  private Claimed() {}
}
