package io.sluice.claim;

import reactor.core.publisher.Mono;

/** Where the claims of a queue go, and for how many there is room. Used by one loop. */
public interface Outlet {
  /** For how many there is room now. */
  int room();

  /** Keeps room for a claim that is about to be made, for max tasks or fewer; returns how many. */
  int reserve(int max);

  /** Gives back room that was kept for tasks that did not come. */
  default void unreserve(int left) {}

  /** Hands on a claim, into room that was kept for it; false when nobody takes it any more. */
  boolean take(Claim claim);

  /** So many claims of one call were handed in to be taken, one after the other. */
  default void taken(int claims) {}

  /** Calls this whenever there may be more room. */
  void onRoom(Runnable told);

  /**
   * Whether others use the same room: what arrived by itself might find none, so nothing is to
   * arrive.
   */
  default boolean shared() {
    return false;
  }

  /** The loop has come to this stage. */
  default void at(Stage stage) {}

  /** Completes when a task ends, from now on; or never, when that is not known here. */
  default Mono<Void> nextEnd() {
    return Mono.never();
  }

  /** Nothing will come any more. */
  default void complete() {}
}
