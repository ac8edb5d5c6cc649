package io.sluice.claim;

import io.sluice.protocol.TaskStore;
import org.jspecify.annotations.Nullable;

/**
 * Room that is kept for what one claim brings.
 *
 * @param max tasks
 * @param most bytes
 */
record Reserved(Outlet outlet, HeldBytes bytes, int max, int most) {
  /** What there is; null when there is none. */
  static @Nullable Reserved of(Outlet outlet, HeldBytes bytes) {
    return with(outlet, bytes, outlet.reserve(TaskStore.MAX_BATCH));
  }

  /** Also the room that so many tasks, which have ended, leave in a moment; null for none. */
  static @Nullable Reserved of(Outlet outlet, HeldBytes bytes, int ending) {
    return with(outlet, bytes, outlet.reserve(TaskStore.MAX_BATCH, ending));
  }

  private static @Nullable Reserved with(Outlet outlet, HeldBytes bytes, int max) {
    int most = max == 0 ? 0 : bytes.reserve(max);
    if (most == 0) {
      outlet.unreserve(max);
      return null;
    }
    return new Reserved(outlet, bytes, max, most);
  }

  /**
   * Gives back what is left of it.
   *
   * @param taken what came into it; null for nothing
   */
  void leave(@Nullable Taken taken) {
    bytes.giveBack(taken == null ? most : most - taken.bytes());
    outlet.unreserve(taken == null ? max : max - taken.claims().size());
  }
}
