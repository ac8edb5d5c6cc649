package io.sluice.claim;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where the claims of a queue go, and for how many there is room. Used by one loop. */
public interface Outlet {
  /** For how many there is room now. */
  int room();

  /** For how many there is room when it is empty. */
  default int most() {
    return Integer.MAX_VALUE;
  }

  /** Keeps room for a claim that is about to be made, for max tasks or fewer; returns how many. */
  int reserve(int max);

  /** Gives back room that was kept for tasks that did not come. */
  default void unreserve(int left) {}

  /**
   * Keeps room as {@link #reserve} does, also the room of so many tasks that have ended and will be
   * out of it in a moment; returns for how many. None where that is not known here.
   */
  default int reserve(int max, int ending) {
    return 0;
  }

  /** Hands on a claim, into room that was kept for it; false when nobody takes it any more. */
  boolean take(Claim claim);

  /**
   * Hands on the claims of one call; returns those that nobody takes. One that downstream throws at
   * does not keep the others from being run.
   */
  default List<Claim> takeAll(List<Claim> claims) {
    List<Claim> unwanted = new ArrayList<>();
    for (Claim claim : claims) {
      try {
        if (!take(claim)) {
          unwanted.add(claim);
        }
      } catch (Throwable thrown) {
        unwanted.add(claim);
      }
    }
    taken(claims.size());
    return unwanted;
  }

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

  /**
   * Whether tasks that end may leave their room to the next claim: not where others are to have it
   * before.
   */
  default boolean passesOn() {
    return !shared();
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
