package io.sluice.claim;

import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimedTask;
import io.sluice.task.StoreCorruptedException;
import java.util.ArrayList;
import java.util.List;

/** The claims that one call brought, and the reply that they came with. */
record Taken(List<Claim> claims, ClaimReply reply) {
  int bytes() {
    int bytes = 0;
    for (Claim claim : claims) {
      bytes += claim.bytes();
    }
    return bytes;
  }

  /** Whether more tasks are there that did not fit. */
  boolean more() {
    return reply instanceof ClaimReply.Claimed claimed && claimed.more();
  }

  /** Whether what the call adopted is claimed, or belongs to others by now. */
  boolean tookAdopted() {
    return !(reply instanceof ClaimReply.Claimed claimed && claimed.replayed());
  }

  /** Whether the session was fenced, so that another has to be opened. */
  boolean gone() {
    return reply instanceof ClaimReply.Gone;
  }

  static Taken of(WorkerSession session, ClaimReply reply) {
    if (reply instanceof ClaimReply.Late late) {
      throw new StoreCorruptedException(
          "a later claim (" + late.last() + ") was made elsewhere: two workers share a session",
          null);
    }
    if (reply instanceof ClaimReply.Claimed claimed) {
      long now = System.nanoTime();
      List<Claim> claims = new ArrayList<>(claimed.tasks().size());
      for (ClaimedTask task : claimed.tasks()) {
        claims.add(new Claim(session, task, now));
      }
      return new Taken(claims, reply);
    }
    return new Taken(List.of(), reply);
  }
}
