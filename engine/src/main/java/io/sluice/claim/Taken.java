package io.sluice.claim;

import io.sluice.store.ClaimReply;
import io.sluice.task.StoreCorruptedException;
import java.util.List;

/**
 * What a claim brought.
 *
 * @param more more are there that did not fit
 * @param gone the session was fenced: open another
 * @param paused the queue gives nothing out
 * @param limited as many of the queue run as may
 */
record Taken(List<Claim> claims, boolean more, boolean gone, boolean paused, boolean limited) {
  int bytes() {
    return claims.stream().mapToInt(Claim::bytes).sum();
  }

  static Taken of(WorkerSession session, ClaimReply reply) {
    if (reply instanceof ClaimReply.Claimed claimed) {
      long now = System.nanoTime();
      return new Taken(
          claimed.tasks().stream().map(task -> new Claim(session, task, now)).toList(),
          claimed.more(),
          false,
          false,
          false);
    }
    if (reply instanceof ClaimReply.Late late) {
      throw new StoreCorruptedException(
          "a later claim (" + late.last() + ") was made elsewhere: two workers share a session",
          null);
    }
    return new Taken(
        List.of(),
        false,
        reply instanceof ClaimReply.Gone,
        reply instanceof ClaimReply.Paused,
        reply instanceof ClaimReply.Limited);
  }
}
