package io.sluice.worker;

import io.sluice.store.ClaimReply;
import java.util.List;

/**
 * What a claim brought.
 *
 * @param gone the session was fenced: open another
 * @param paused the queue gives nothing out
 * @param limited as many of the queue run as may
 */
record Taken(List<Claim> claims, boolean gone, boolean paused, boolean limited) {
  static Taken of(WorkerSession session, ClaimReply reply) {
    if (reply instanceof ClaimReply.Claimed claimed) {
      return new Taken(
          claimed.tasks().stream().map(task -> new Claim(session, task)).toList(),
          false,
          false,
          false);
    }
    return new Taken(
        List.of(),
        reply instanceof ClaimReply.Gone,
        reply instanceof ClaimReply.Paused,
        reply instanceof ClaimReply.Limited);
  }
}
