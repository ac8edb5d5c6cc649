package io.sluice.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who gets the slots that are free. Thread-safe. */
interface Allotment {
  /** How many of so many free slots are a queue's due, now that it has use for them. */
  int part(Share share, int free);

  /** The queue that waits and whose turn is next, or none while it is another's that does not. */
  @Nullable Share next();

  /** So many slots were given to a queue; fewer than none: it has given some back. */
  default void given(Share share, int slots) {}

  /** A queue that had no use for slots has again. */
  default void awake(Share share) {}

  /** The first of the queues that has use for slots gets all. */
  static Allotment strict(List<Share> shares) {
    return new Allotment() {
      @Override
      public int part(Share share, int free) {
        for (Share each : shares) {
          if (each.equals(share)) {
            return free;
          }
          if (each.claimsItsDue()) {
            return 0;
          }
        }
        return 0;
      }

      @Override
      public @Nullable Share next() {
        for (int i = 0; i < shares.size(); i++) {
          Share share = shares.get(i);
          if (share.seeks()) {
            return share;
          }
          boolean last = i == shares.size() - 1;
          if (!last && share.claimsItsDue()) {
            return null;
          }
        }
        return null;
      }
    };
  }
}
