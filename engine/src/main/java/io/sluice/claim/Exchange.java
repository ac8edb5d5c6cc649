package io.sluice.claim;

import io.sluice.guard.Hearing;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.Settlement;
import io.sluice.task.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A claim that goes with outcomes, in one call: in a backlog the tasks that end make room for the
 * next. The loop offers it while it waits for room, and makes the claim by itself when there is
 * room before outcomes have taken it along. Used by one loop; whoever settles may take it on any
 * thread.
 */
final class Exchange {
  /** After one that was declined, so many claims go by themselves. */
  private static final int PAUSE = 63;

  /** How many times as long as the last one the next may take. */
  private static final int PATIENCE = 4;

  private static final long MOST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private enum State {
    WAITS,
    OPEN,
    TAKEN,
    OVER
  }

  /** To one session, for a claim of at least so many. */
  private static final class Offer {
    private final Standing session;
    private final int least;
    private final MonoSink<Boolean> sink;
    private final long sinceNanos = System.nanoTime();
    private State state = State.WAITS; // guarded by this

    Offer(Standing session, int least, MonoSink<Boolean> sink) {
      this.session = session;
      this.least = least;
      this.sink = sink;
    }

    synchronized boolean goes(State from, State to) {
      boolean goes = state == from;
      state = goes ? to : state;
      return goes;
    }

    synchronized boolean isTakenBack() {
      return goes(State.WAITS, State.OVER) || goes(State.OPEN, State.OVER);
    }
  }

  private final Outlet outlet;
  private final HeldBytes bytes;
  private int pause; // touched by the loop
  private volatile long patienceNanos = MOST_PATIENCE_NANOS;
  private volatile @Nullable Offer offer;
  private volatile @Nullable Offer taken;

  private volatile ClaimReply.@Nullable Claimed brought;
  private volatile @Nullable Reserved room;

  Exchange(Outlet outlet, HeldBytes bytes) {
    this.outlet = outlet;
    this.bytes = bytes;
  }

  /** Whether it may be offered now. */
  boolean isDue() {
    return pause == 0 || --pause == 0;
  }

  /**
   * Offers a claim of at least so many to the outcomes of a session, until this demand is there;
   * true when it was taken and has ended. The wait for the demand has begun before anything else
   * ends it: the next wait is not to be overtaken by this one.
   */
  Mono<Boolean> offer(Standing session, int least, Mono<Boolean> demand) {
    return Mono.create(
        sink -> {
          Offer next = new Offer(session, least, sink);
          offer = next;
          sink.onDispose(Hearing.of(demand, any -> takeBack(next), sink::error));
          if (next.goes(State.WAITS, State.OPEN)) {
            session.offer(this);
          }
        });
  }

  /**
   * How long the loop waits with an offer before it makes the claim by itself for fewer than it
   * could have, in ns: some times as long as offers took until they were taken, and half as long
   * after each that was not.
   */
  long patienceNanos() {
    return patienceNanos;
  }

  private void takeBack(Offer offer) {
    if (offer.isTakenBack()) {
      boolean late = outlet.room() / 2 < offer.least; // half of what it could have
      if (late) {
        patienceNanos = Math.max(Demand.GATHER.toNanos(), patienceNanos / 2);
      }
      offer.sink.success(false);
    }
  }

  /** The terms of the claim that goes with these outcomes, for which room is kept; or null. */
  @Nullable ClaimTerms take(Standing session, List<Settlement> items) {
    Offer open = offer;
    if (open == null
        || open.session != session
        || items.size() + outlet.room() < open.least
        || !arePlain(items)
        || !open.goes(State.OPEN, State.TAKEN)) {
      return null;
    }
    taken = open;
    long took = System.nanoTime() - open.sinceNanos;
    patienceNanos =
        Math.min(MOST_PATIENCE_NANOS, Math.max(PATIENCE * took, patienceNanos - patienceNanos / 8));
    Reserved kept = Reserved.of(outlet, bytes, items.size());
    room = kept;
    if (kept != null) {
      return new ClaimTerms(kept.max(), kept.most(), List.of());
    }
    if (open.goes(State.TAKEN, State.OVER)) {
      open.sink.success(false);
    }
    return null;
  }

  private static boolean arePlain(List<Settlement> items) {
    for (Settlement item : items) {
      if (!isPlain(item)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is a success of which nothing else is asked. */
  static boolean isPlain(Settlement item) {
    return item.outcome() instanceof Outcome.Succeed && item.retention() == null;
  }

  /** The outcomes have ended, and so has the claim; null when it is to be made by itself. */
  void ended(ClaimReply.@Nullable Claimed claimed) {
    Offer over = taken;
    if (over != null && over.goes(State.TAKEN, State.OVER)) {
      brought = claimed;
      over.sink.success(true);
    }
  }

  /** What the claim has brought; null when it is to be made by itself. */
  ClaimReply.@Nullable Claimed brought() {
    ClaimReply.Claimed claimed = brought;
    brought = null;
    pause = claimed == null ? PAUSE : 0;
    return claimed;
  }

  /** Whether it could bring a task now. */
  boolean isUnderWay() {
    return room != null;
  }

  /** The room that is kept for it, which goes to who asks. */
  Reserved room() {
    Reserved kept = Objects.requireNonNull(room, "no exchange has ended");
    room = null;
    return kept;
  }
}
