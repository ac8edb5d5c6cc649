package io.sluice.claim;

import io.sluice.event.EngineEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.script.Landing;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import java.time.Duration;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The claim loop of one queue, one turn after the other: wait until something is asked for; claim
 * that many at once and hand them on; and when the queue ran dry, park on the landing until an id
 * arrives, which the next turn adopts, or a word or a poll says that it is time to claim again. No
 * error ends the loop, only its {@link LoopEnd} does; a turn that fails backs off.
 */
final class ClaimLoop {
  /** For a word of the end of a pause that was lost. */
  private static final Duration RESTING_POLL = Duration.ofSeconds(2);

  private static final Duration BACK_OFF = Duration.ofMillis(250);

  private final WorkerSettings settings;
  private final HeldBytes bytes;

  /** The task types that are claimed; none for any. */
  private final Set<String> types;

  private final Landing landing;
  private final Sessions sessions;
  private final GivingBack givingBack;
  private final LoopEnd end;
  private final Outlet outlet;
  private final Demand demand;
  private final KeptRoom keptRoom;
  private final Arriving arriving;
  private final Exchange exchange;
  private final ClaimAge age = new ClaimAge();
  private volatile Stage stage = Stage.RESTS;

  // Touched by one turn at a time.
  /** Whether the last claim got all that it asked for, so that more is probably there. */
  private boolean backlog;

  /** The end of a task since before the last claim, so that none is missed; for a full queue. */
  private Mono<Void> nextEnd = Mono.never();

  /**
   * @param outlet where claims go, and which says for how many there is room
   */
  ClaimLoop(
      WorkerSettings settings,
      Set<String> types,
      Landing landing,
      Sessions sessions,
      GivingBack givingBack,
      LoopEnd end,
      Outlet outlet) {
    this.settings = settings;
    this.bytes = settings.bytes();
    this.types = types;
    this.landing = landing;
    this.sessions = sessions;
    this.givingBack = givingBack;
    this.end = end;
    this.outlet = outlet;
    this.demand = new Demand(outlet, bytes, Timers.scheduler());
    this.keptRoom = new KeptRoom(outlet, bytes, demand, landing);
    this.arriving = new Arriving(landing);
    this.exchange = new Exchange(outlet, bytes);
  }

  void start() {
    Guarded.step(this::turn)
        .doOnSuccess(done -> age.turned())
        .onErrorResume(this::backOff)
        .repeat(() -> !end.isAsked())
        .subscribe(nothing -> {}, error -> end.reach(), end::reach);
  }

  /** Nothing is asked for any more. */
  void closeDemand() {
    demand.close();
  }

  /** Whether an id could arrive now. */
  boolean isBlocked() {
    return stage == Stage.BLOCKS || arriving.lasts();
  }

  /** Whether a task could start although there is no room for one. */
  boolean isAboutToStart() {
    boolean calls = stage == Stage.CALLS || exchange.isUnderWay();
    return (isBlocked() || calls) && demand.now() == 0;
  }

  Duration age() {
    return age.of(stage, demand);
  }

  /**
   * Gives back what arrived last and was not claimed, and what the session is given while it
   * stands; it stands no longer, and nothing arrives. To be called while no turn is under way.
   */
  Mono<Void> giveBackAdopted() {
    keptRoom.leave(null);
    return arriving
        .end()
        .then(Guarded.step(() -> givingBack.unclaimed(arriving, exchange.isUnderWay())));
  }

  /** Nothing will be handed on any more. */
  void complete() {
    demand.leave();
    outlet.complete();
  }

  private Mono<Void> turn() {
    WorkerSession session = sessions.latest();
    if (keptRoom.isLent() && session != null) {
      at(Stage.SEEKS);
      return keptRoom.handedOver(session.claims().standing());
    }
    if (keptRoom.isKept() && session != null && !session.isOver()) {
      if (session.claims().standing().rode()) {
        return awaitGift(session, arriving.nextAfterNothing());
      }
      Taken given = session.claims().given();
      if (given != null) {
        keptRoom.leave(given);
        return handOn(given, session);
      }
    }
    if (session != null) {
      session.claims().standing().withdraw();
    }
    keptRoom.leave(null);
    at(Stage.SEEKS);
    return demand.now() > 0 || (sessions.standing() == null && !arriving.isPending())
        ? claimForDemand()
        : giveBackUnwanted().then(Guarded.step(() -> claimForDemand()));
  }

  private Mono<Void> claimForDemand() {
    WorkerSession session = sessions.latest();
    boolean alone = types.isEmpty() && outlet.passesOn() && !arriving.isPending();
    return backlog && alone && session != null && !session.isOver() && exchange.isDue()
        ? exchange(session)
        : claimOnce(backlog ? demand.gathered(demand.worthwhile()) : demand.any());
  }

  /**
   * The next claim goes with the outcomes that make room for it, if they end first. One that was
   * not done, or whose answer was lost, is made by itself at once, in the same room: it may have
   * been given as many tasks.
   */
  private Mono<Void> exchange(WorkerSession session) {
    Mono<Boolean> all = demand.gathered(demand.most(), exchange.patienceNanos());
    return exchange
        .offer(session.claims().standing(), demand.worthwhile(), all)
        .flatMap(ended -> Guarded.step(() -> ended ? exchanged(session) : claimOnce(demand.any())));
  }

  private Mono<Void> exchanged(WorkerSession session) {
    at(Stage.CALLS);
    ClaimReply.Claimed brought = exchange.brought();
    Reserved room = exchange.room();
    if (brought == null) {
      return claim(session, room);
    }
    Taken taken = session.claims().brought(brought);
    room.leave(taken);
    return taken(taken, session, room.max());
  }

  private Mono<Void> claimOnce(Mono<Boolean> asked) {
    return asked
        .doOnNext(
            any -> {
              at(Stage.CALLS);
              age.demanded();
            })
        .filter(any -> any)
        .flatMap(any -> Guarded.step(sessions::present))
        .flatMap(session -> Guarded.step(() -> claim(session)));
  }

  private Mono<Void> claim(WorkerSession session) {
    Reserved room = demand.now() == 0 ? null : Reserved.of(outlet, bytes);
    return room == null ? Mono.empty() : claim(session, room);
  }

  private Mono<Void> claim(WorkerSession session, Reserved room) {
    demand.claims(room.max());
    if (!backlog) {
      nextEnd = outlet.nextEnd();
    }
    boolean stands = keptRoom.fitsInto(room.max()) && mayStand(session);
    return session
        .claims()
        .claim(new ClaimTerms(room.max(), room.most(), types, arriving.adopted(), stands))
        .doOnSuccess(room::leave)
        .doOnError(error -> room.leave(null))
        .flatMap(taken -> Guarded.step(() -> taken(taken, session, room.max())));
  }

  private Mono<Void> taken(Taken taken, WorkerSession session, int max) {
    if (taken.gone()) {
      session.lose();
      return Mono.empty();
    }
    if (taken.tookAdopted()) {
      arriving.claimed();
    }
    backlog = taken.more() || taken.claims().size() == max;
    return handOn(taken, session);
  }

  /** The next claim may ride on the end of the first of these, which may come at once. */
  private Mono<Void> handOn(Taken taken, WorkerSession session) {
    Standing standing = session.claims().standing();
    if (!backlog && !taken.claims().isEmpty() && standing.mayRide() && keptRoom.keepOrBorrow()) {
      standing.offer();
    }
    return givingBack
        .unwanted(outlet.takeAll(taken.claims()))
        .then(Guarded.step(() -> rest(taken, session)));
  }

  private Mono<Void> rest(Taken taken, WorkerSession session) {
    if (end.isAsked() || backlog || keptRoom.isLent()) {
      return Mono.empty();
    }
    if (taken.reply() instanceof ClaimReply.Resting resting) {
      return arriving.lasts() ? arriving.end() : restUntilItMay(resting.restWithin(RESTING_POLL));
    }
    if (outlet.shared() || !types.isEmpty()) {
      at(Stage.RESTS);
      return types.isEmpty() ? landing.word() : landing.nextWord();
    }
    if (taken.reply() instanceof ClaimReply.Stands) {
      return keptRoom.keep() ? awaitGift(session, arriving.nextAfterNothing()) : Mono.empty();
    }
    return keptRoom.isKept() ? awaitGift(session, arriving.next()) : blockForArrival();
  }

  /** Whether what it is given would find a slot, and be heard of. */
  private boolean mayStand(WorkerSession session) {
    return types.isEmpty() && !outlet.shared() && session.claims().standing().hears();
  }

  /**
   * Waits for what the session is given while it stands, or for the claim that rides, or for what
   * arrives by itself, which came together with others.
   */
  private Mono<Void> awaitGift(WorkerSession session, Mono<Void> arrival) {
    at(Stage.BLOCKS);
    return session.claims().standing().changedOr(keptRoom.besides(arrival, arriving.nextWord()));
  }

  /** What it waits for is told: a resume, another limit, the end of a task at a full queue. */
  private Mono<Void> restUntilItMay(Duration longest) {
    return pause(longest).takeUntilOther(landing.nextWord()).takeUntilOther(nextEnd);
  }

  /**
   * What arrives when there is no room any more goes back with the next turn. Bytes are not asked
   * for: many queues that have nothing would keep each other from resting by those of their claims.
   */
  private Mono<Void> blockForArrival() {
    at(Stage.BLOCKS);
    return outlet.room() == 0 ? Mono.empty() : arriving.next();
  }

  private Mono<Void> backOff(Throwable error) {
    age.failed();
    settings.listener().on(new EngineEvent.PassFailed("claim", settings.queue(), error));
    return pause(BACK_OFF);
  }

  private Mono<Void> pause(Duration time) {
    at(Stage.RESTS);
    return Mono.delay(time, Timers.scheduler()).takeUntilOther(end.asked()).then();
  }

  private Mono<Void> giveBackUnwanted() {
    at(Stage.CALLS);
    return giveBackAdopted().doFinally(end -> at(Stage.SEEKS));
  }

  private void at(Stage next) {
    stage = next;
    outlet.at(next);
  }
}
