package io.sluice.claim;

import org.jspecify.annotations.Nullable;

/** Room for the one task that a session may be given while it stands. Used by one loop. */
final class KeptRoom {
  /** For what it is given, and for what arrives by itself meanwhile. */
  static final int LEAST = 2;

  private final Outlet outlet;
  private final HeldBytes bytes;

  /** Bytes that are kept; 0 while no room is. */
  private int kept;

  KeptRoom(Outlet outlet, HeldBytes bytes) {
    this.outlet = outlet;
    this.bytes = bytes;
  }

  boolean isKept() {
    return kept > 0;
  }

  /** Keeps it, if there is room for both; answers whether it is kept. */
  boolean keep() {
    if (outlet.room() < LEAST || outlet.reserve(1) == 0) {
      return false;
    }
    kept = bytes.reserve(1);
    if (kept == 0) {
      outlet.unreserve(1);
    }
    return kept > 0;
  }

  /**
   * Keeps it no longer.
   *
   * @param given what came into it; null for nothing
   */
  void leave(@Nullable Taken given) {
    if (kept == 0) {
      return;
    }
    bytes.giveBack(given == null ? kept : kept - given.bytes());
    outlet.unreserve(given == null ? 1 : 1 - given.claims().size());
    kept = 0;
  }
}
