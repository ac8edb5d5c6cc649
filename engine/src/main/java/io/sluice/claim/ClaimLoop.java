package io.sluice.claim;

import io.sluice.event.EngineEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Landing;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  private final ClaimAge age = new ClaimAge();
  private volatile Stage stage = Stage.RESTS;

  // Touched by one turn at a time.

  private List<TaskId> adopted = List.of();

  /** Whether the last claim got all that it asked for, so that more is probably there. */
  private boolean backlog;

  /** The end of a task since before the last claim, so that none is missed; for a full queue. */
  private Mono<Void> nextEnd = Mono.never();

  /** The highest max of any claim until now: the slots, or a batch. */
  private int largestMax;

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
    return stage == Stage.BLOCKS;
  }

  /** Whether a task could start although there is no room for one. */
  boolean isAboutToStart() {
    return (stage == Stage.BLOCKS || stage == Stage.CALLS) && demand.now() == 0;
  }

  Duration age() {
    return age.of(stage, demand);
  }

  /** Gives back what arrived last and was not claimed. To be called while no turn is under way. */
  Mono<Void> giveBackAdopted() {
    return adopted.isEmpty()
        ? Mono.empty()
        : givingBack.arrived(adopted, () -> adopted = List.of());
  }

  /** Nothing will be handed on any more. */
  void complete() {
    demand.leave();
    outlet.complete();
  }

  private Mono<Void> turn() {
    at(Stage.SEEKS);
    return adopted.isEmpty() || demand.now() > 0
        ? claimForDemand()
        : giveBackUnwanted().then(Guarded.step(() -> claimForDemand()));
  }

  private Mono<Void> claimForDemand() {
    return (backlog ? demand.gathered(largestMax / 2) : demand.any())
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
    int max = demand.now() == 0 ? 0 : outlet.reserve(TaskStore.MAX_BATCH);
    int kept = max == 0 ? 0 : bytes.reserve(max);
    if (kept == 0) {
      outlet.unreserve(max);
      return Mono.empty();
    }
    largestMax = Math.max(largestMax, max);
    if (!backlog) {
      nextEnd = outlet.nextEnd();
    }
    return session
        .claim(new ClaimTerms(max, kept, types, adopted))
        .doOnSuccess(taken -> unreserve(max, kept, taken))
        .doOnError(error -> unreserve(max, kept, null))
        .flatMap(taken -> Guarded.step(() -> taken(taken, session, max)));
  }

  private void unreserve(int max, int kept, @Nullable Taken taken) {
    bytes.giveBack(taken == null ? kept : kept - taken.bytes());
    outlet.unreserve(taken == null ? max : max - taken.claims().size());
  }

  private Mono<Void> taken(Taken taken, WorkerSession session, int max) {
    if (taken.gone()) {
      session.lose();
      return Mono.empty();
    }
    adopted = List.of();
    backlog = taken.more() || taken.claims().size() == max;
    return handOn(taken.claims()).then(Guarded.step(() -> rest(taken)));
  }

  private Mono<Void> handOn(List<Claim> claims) {
    List<Claim> unwanted = new ArrayList<>();
    for (Claim claim : claims) {
      if (!isTaken(claim)) {
        unwanted.add(claim);
      }
    }
    outlet.taken(claims.size());
    return givingBack.unwanted(unwanted);
  }

  /** One that downstream throws at must not keep the others of its call from being run. */
  private boolean isTaken(Claim claim) {
    try {
      return outlet.take(claim);
    } catch (Throwable thrown) {
      return false;
    }
  }

  private Mono<Void> rest(Taken taken) {
    if (end.isAsked() || backlog) {
      return Mono.empty();
    }
    if (taken.reply() instanceof ClaimReply.Resting resting) {
      return restUntilItMay(resting.restWithin(RESTING_POLL)).takeUntilOther(nextEnd);
    }
    if (outlet.shared() || !types.isEmpty()) {
      at(Stage.RESTS);
      return types.isEmpty() ? landing.word() : landing.nextWord();
    }
    return blockForArrival();
  }

  /** What it waits for is told: a resume, another limit, the end of a task at a full queue. */
  private Mono<Void> restUntilItMay(Duration longest) {
    return pause(longest).takeUntilOther(landing.nextWord());
  }

  /**
   * What arrives when there is no room any more goes back with the next turn. Bytes are not asked
   * for: many queues that have nothing would keep each other from resting by those of their claims.
   */
  private Mono<Void> blockForArrival() {
    at(Stage.BLOCKS);
    return outlet.room() == 0
        ? Mono.empty()
        : landing.arrival().doOnNext(id -> adopted = List.of(id)).then();
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
