package io.sluice.claim;

import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.script.Landing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Room for the one task that a session may be given while it stands: kept, or lent by a task that
 * runs, whose slot will be free when its end has brought the next claim. Used by one loop.
 */
final class KeptRoom {
  /** For what it is given, and for what arrives by itself meanwhile. */
  private static final int LEAST_WHERE_IDS_ARRIVE = 2;

  /** A slot is left a moment after its end was answered, unless there are to be fewer slots. */
  private static final Duration LEAVING = Duration.ofMillis(100);

  private final Outlet outlet;
  private final HeldBytes bytes;
  private final Demand demand;
  private final Landing landing;

  private boolean kept;
  private boolean lent;

  KeptRoom(Outlet outlet, HeldBytes bytes, Demand demand, Landing landing) {
    this.outlet = outlet;
    this.bytes = bytes;
    this.demand = demand;
    this.landing = landing;
  }

  /** Whether it can be kept where there is room for so many. */
  boolean fitsInto(int room) {
    return room >= LEAST_WHERE_IDS_ARRIVE || (room == 1 && !landing.brings());
  }

  boolean isKept() {
    return kept;
  }

  /**
   * Keeps it, if there is room enough; answers whether it is kept. No bytes are: many that stand
   * and have nothing would keep each other from claiming by those of the largest task each.
   */
  boolean keep() {
    kept = kept || (fitsInto(outlet.room()) && outlet.reserve(1) > 0);
    return kept;
  }

  /** Keeps it, or borrows it where all slots are taken; answers whether it will be there. */
  boolean keepOrBorrow() {
    lent = !keep() && outlet.room() == 0 && !landing.brings();
    return lent || kept;
  }

  boolean isLent() {
    return lent;
  }

  /**
   * Completes once the slot that was borrowed is free, and is kept then; or when it is not free in
   * time although what it was borrowed for is there.
   */
  Mono<Void> handedOver(Standing standing) {
    lent = false;
    return standing
        .changedOr(demand.any().then())
        .then(Guarded.step(() -> demand.now() > 0 ? Mono.just(true) : left()))
        .doOnNext(free -> keep())
        .then();
  }

  private Mono<Boolean> left() {
    return demand.any().timeout(LEAVING, Mono.empty(), Timers.scheduler());
  }

  /** What it waits for besides; nothing is to arrive while there is no more room. */
  Mono<Void> besides(Mono<Void> arrival, Mono<Void> word) {
    return Mono.defer(() -> outlet.room() > 0 ? arrival : word);
  }

  /**
   * Keeps it no longer.
   *
   * @param given what came into it; null for nothing
   */
  void leave(@Nullable Taken given) {
    if (!kept) {
      return;
    }
    bytes.giveBack(given == null ? 0 : -given.bytes());
    outlet.unreserve(given == null ? 1 : 1 - given.claims().size());
    kept = false;
  }
}
