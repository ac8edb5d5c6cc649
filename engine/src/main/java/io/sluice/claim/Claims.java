package io.sluice.claim;

import io.sluice.crew.Line;
import io.sluice.event.EngineEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.LoopAge;
import io.sluice.loop.Timers;
import io.sluice.store.ClaimTerms;
import io.sluice.store.Landing;
import io.sluice.store.TaskStore;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Turns demand into claims: a flux in which {@code request(n)} is the only thing that takes tasks
 * from the queue.
 *
 * <p>One loop, one turn after the other: wait until something is asked for; claim that many at once
 * and hand them on; and when the queue ran dry, park on the landing until an id arrives, which the
 * next turn adopts, or a word or a poll says that it is time to claim again. No error ends the
 * loop, only {@link #stop} does; a turn that fails backs off.
 */
public final class Claims {
  private static final Duration PAUSED_POLL = Duration.ofSeconds(2);

  /** For the ends of tasks that others run; those of its own tell a worker at once. */
  private static final Duration LIMITED_POLL = Duration.ofMillis(250);

  private static final Duration BACK_OFF = Duration.ofMillis(250);
  private static final Duration LOOP_END = Duration.ofSeconds(5);
  private static final Duration WAKE_AGAIN = Duration.ofMillis(100);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** What is interrupted at the end of the grace has this long to be given back. */
  private static final Duration GIVE_BACK = Duration.ofSeconds(5);

  /** A turn that does not wait for demand lasts as long as a call is sent again, and a wait. */
  private static final Duration LATE_SLACK = Duration.ofSeconds(8);

  private final WorkerSettings settings;
  private final HeldBytes bytes;

  /** Those to claim; none for any. */
  private final Set<String> types;

  private final Landing landing;
  private final Sessions sessions;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Sinks.Empty<Void> stopped = Sinks.empty();
  private final Sinks.Empty<Void> loopEnded = Sinks.empty();
  private volatile @Nullable Outlet outlet;
  private volatile @Nullable Demand demand;
  private volatile Stage stage = Stage.RESTS;
  private volatile long lastTurnNanos = System.nanoTime();

  /** Whether the last turn failed. */
  private volatile boolean failing;

  // Touched by one turn at a time.

  private List<TaskId> adopted = List.of();

  /** Whether the last claim got all that it asked for, so that more is probably there. */
  private boolean backlog;

  /** The end of a task since before the last claim, so that none is missed; for a full queue. */
  private Mono<Void> nextEnd = Mono.never();

  /** The most that was ever asked for at once: the slots, or a batch. */
  private int largest;

  /** Of a receiver of tasks of one type, who may ask for any number. */
  public Claims(WorkerSettings settings, String type) {
    this(settings, Set.of(type), () -> null);
  }

  /**
   * Claims of a worker.
   *
   * @param capacity most tasks that are held at once; null when nobody knows
   */
  public Claims(WorkerSettings settings, Supplier<@Nullable Integer> capacity) {
    this(settings, Set.of(), capacity);
  }

  private Claims(WorkerSettings settings, Set<String> types, Supplier<@Nullable Integer> capacity) {
    this.types = types;
    this.settings = settings;
    this.bytes = settings.bytes();
    this.landing = settings.store().landing(settings.queue());
    this.sessions = new Sessions(settings, capacity);
  }

  /** What is claimed. To be subscribed once; cancelling stops the claiming and nothing else. */
  public Flux<Claim> flux() {
    return Flux.<Claim>create(this::begin).doOnDiscard(Claim.class, this::giveBack);
  }

  private void begin(FluxSink<Claim> sink) {
    Line line = new Line(settings.crew().gang(settings.queue() + " receive"));
    Requests requests = new Requests(sink, line, this::giveBack);
    sink.onCancel(
        () -> {
          requests.leave();
          stopClaiming();
        });
    begin(requests);
  }

  /** Starts claiming for this outlet. To be called once, if at all. */
  public void begin(Outlet outside) {
    Outlet to = new WithinBytes(outside, bytes);
    Demand asked = new Demand(to, Timers.scheduler());
    outlet = to;
    demand = asked;
    Guarded.step(() -> turn(asked, to))
        .doOnSuccess(done -> turned())
        .onErrorResume(error -> backOff(error, to))
        .repeat(() -> !stopping.get())
        .subscribe(nothing -> {}, error -> loopEnded.tryEmitEmpty(), loopEnded::tryEmitEmpty);
  }

  /**
   * Ends a wait in which an id could arrive, and completes once nothing is under way that could
   * start a task; or after a while, when Redis does not answer. To be asked when there is no room.
   */
  public Mono<Void> quieted() {
    return Flux.interval(Duration.ZERO, LOOK_AGAIN, Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(tick -> unblocked().thenReturn(tick), 0)
        .takeUntil(tick -> !isAboutToStart())
        .takeUntilOther(loopEnded.asMono())
        .then()
        .timeout(LOOP_END, Timers.scheduler())
        .onErrorComplete();
  }

  private Mono<Void> unblocked() {
    return stage == Stage.BLOCKS ? landing.wake().onErrorComplete() : Mono.empty();
  }

  private boolean isAboutToStart() {
    Demand asked = demand;
    boolean under = stage == Stage.BLOCKS || stage == Stage.CALLS;
    return under && asked != null && asked.now() == 0;
  }

  /** Tasks held now, from their claim until their outcome is recorded. */
  public int held() {
    return sessions.held();
  }

  /**
   * Claims nothing more, waits up to the grace for what is held, gives back the rest, and ends the
   * session. Repeatable, also with another grace.
   */
  public Mono<Void> stop(Duration grace) {
    return Mono.defer(this::endLoop)
        .then(Mono.defer(this::giveBackAdopted))
        .then(
            Mono.defer(sessions::whenNothingHeld)
                .timeout(grace, giveBackHeld(), Timers.scheduler()))
        .then(Mono.defer(sessions::close))
        .onErrorResume(this::report)
        .then(Mono.defer(landing::close))
        .doOnSuccess(done -> complete());
  }

  /** How long ago the loops of this worker did a pass. */
  public List<LoopAge> loopAges() {
    List<LoopAge> ages = new ArrayList<>(sessions.loopAges());
    if (!stopping.get()) { // else it has ended for good, as it should
      Duration age = turnAge();
      Duration late = settings.config().waiting().poll().plus(LATE_SLACK);
      ages.add(new LoopAge("claim " + settings.queue(), age, age.compareTo(late) > 0));
    }
    return ages;
  }

  /** Waiting with nothing asked for is no age; waiting with free slots is one, and soon too old. */
  private Duration turnAge() {
    Demand asked = demand;
    if (asked == null || (stage == Stage.SEEKS && asked.now() == 0)) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    long age = now - lastTurnNanos;
    return Duration.ofNanos(failing ? age : Math.min(age, now - asked.heardNanos()));
  }

  private void at(Stage next, Outlet to) {
    stage = next;
    to.at(next);
  }

  /** A wait for demand is no failure, however long; but no wait makes up for turns that fail. */
  private void asked(Outlet to) {
    at(Stage.CALLS, to);
    if (!failing) {
      lastTurnNanos = System.nanoTime();
    }
  }

  private void turned() {
    failing = false;
    lastTurnNanos = System.nanoTime();
  }

  private Mono<Void> turn(Demand asked, Outlet to) {
    at(Stage.SEEKS, to);
    return adopted.isEmpty() || asked.now() > 0
        ? claimForDemand(asked, to)
        : giveBackUnwanted(to).then(Guarded.step(() -> claimForDemand(asked, to)));
  }

  private Mono<Void> claimForDemand(Demand asked, Outlet to) {
    return (backlog ? asked.gathered(largest / 2) : asked.any())
        .doOnNext(any -> asked(to))
        .filter(any -> any)
        .flatMap(any -> Guarded.step(sessions::present))
        .flatMap(session -> Guarded.step(() -> claim(session, asked, to)));
  }

  private Mono<Void> claim(WorkerSession session, Demand asked, Outlet to) {
    int max = asked.now() == 0 ? 0 : to.reserve(TaskStore.MAX_BATCH);
    int kept = max == 0 ? 0 : bytes.reserve(max);
    if (kept == 0) {
      to.unreserve(max);
      return Mono.empty();
    }
    largest = Math.max(largest, max);
    if (!backlog) {
      nextEnd = to.nextEnd();
    }
    return session
        .claim(new ClaimTerms(max, kept, types, adopted))
        .doOnSuccess(taken -> unreserve(to, max, kept, taken))
        .doOnError(error -> unreserve(to, max, kept, null))
        .flatMap(taken -> Guarded.step(() -> taken(taken, session, max, to)));
  }

  private void unreserve(Outlet to, int max, int kept, @Nullable Taken taken) {
    bytes.giveBack(taken == null ? kept : kept - taken.bytes());
    to.unreserve(taken == null ? max : max - taken.claims().size());
  }

  private Mono<Void> taken(Taken taken, WorkerSession session, int max, Outlet to) {
    if (taken.gone()) {
      session.lose();
      return Mono.empty();
    }
    adopted = List.of();
    backlog = taken.more() || taken.claims().size() == max;
    return handOn(taken.claims(), to).then(Guarded.step(() -> rest(taken, to)));
  }

  private Mono<Void> handOn(List<Claim> claims, Outlet to) {
    List<Claim> unwanted = new ArrayList<>();
    for (Claim claim : claims) {
      if (!taken(claim, to)) {
        unwanted.add(claim);
      }
    }
    to.taken(claims.size());
    return release(unwanted);
  }

  /** One that downstream throws at must not keep the others of its call from being run. */
  private static boolean taken(Claim claim, Outlet to) {
    try {
      return to.take(claim);
    } catch (Throwable thrown) {
      return false;
    }
  }

  /** Handed on at the moment of the cancel, so that nobody got it. */
  private void giveBack(Claim claim) {
    claim.settle(Outcome.RELEASE).subscribe(accepted -> {}, this::report);
  }

  private Mono<Void> rest(Taken taken, Outlet to) {
    if (stopping.get() || backlog) {
      return Mono.empty();
    }
    if (taken.paused()) {
      return pause(PAUSED_POLL, to);
    }
    if (taken.limited()) {
      return pause(LIMITED_POLL, to).takeUntilOther(nextEnd);
    }
    return to.shared() || !types.isEmpty() ? restForWord(to) : blockForArrival(to);
  }

  private Mono<Void> restForWord(Outlet to) {
    at(Stage.RESTS, to);
    return landing.word();
  }

  /**
   * What arrives when there is no room any more goes back with the next turn. Bytes are not asked
   * for: many queues that have nothing would keep each other from resting by those of their claims.
   */
  private Mono<Void> blockForArrival(Outlet to) {
    at(Stage.BLOCKS, to);
    return !to.hasFreeSlot()
        ? Mono.empty()
        : landing.arrival().doOnNext(id -> adopted = List.of(id)).then();
  }

  private Mono<Void> backOff(Throwable error, Outlet to) {
    failing = true;
    return report(error).then(Mono.defer(() -> pause(BACK_OFF, to)));
  }

  private Mono<Void> pause(Duration time, Outlet to) {
    at(Stage.RESTS, to);
    return Mono.delay(time, Timers.scheduler()).takeUntilOther(stopped.asMono()).then();
  }

  private Mono<Void> report(Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("claim", settings.queue(), error));
    return Mono.empty();
  }

  private void stopClaiming() {
    stopping.set(true);
    stopped.tryEmitEmpty();
    Demand asked = demand;
    if (asked != null) {
      asked.close();
    }
  }

  /** The loop may be about to park, so one call to wake it is not enough. */
  private Mono<Void> endLoop() {
    stopClaiming();
    if (demand == null) {
      return Mono.empty();
    }
    // A Redis that does not answer must not keep a process from stopping.
    return wakeUntilLoopEnds().timeout(LOOP_END, Timers.scheduler()).onErrorComplete();
  }

  private Mono<Void> wakeUntilLoopEnds() {
    return loopEnded
        .asMono()
        .mergeWith(
            Flux.interval(Duration.ZERO, WAKE_AGAIN, Timers.scheduler())
                .onBackpressureDrop()
                .concatMap(tick -> landing.wake().onErrorComplete(), 0)
                .takeUntilOther(loopEnded.asMono()))
        .then();
  }

  private Mono<Void> giveBackUnwanted(Outlet to) {
    at(Stage.CALLS, to);
    return giveBackAdopted().doFinally(end -> at(Stage.SEEKS, to));
  }

  /** What a BLMOVE brought in the last moment would lie in landing until it is swept. */
  private Mono<Void> giveBackAdopted() {
    if (adopted.isEmpty()) {
      return Mono.empty();
    }
    return sessions
        .present()
        .flatMap(session -> session.claim(new ClaimTerms(adopted.size(), 1, adopted)))
        .doOnNext(taken -> bytes.giveBack(-taken.bytes()))
        .doOnNext(taken -> adopted = List.of())
        .flatMap(taken -> release(taken.claims()))
        .onErrorResume(this::report);
  }

  private Mono<Void> giveBackHeld() {
    return Mono.defer(
        () -> {
          sessions.interruptAll(Interruption.SHUTDOWN);
          return sessions.whenNothingHeld().timeout(GIVE_BACK, Timers.scheduler());
        });
  }

  private static Mono<Void> release(List<Claim> claims) {
    return Flux.fromIterable(claims)
        .flatMap(claim -> claim.settle(Outcome.RELEASE), TaskStore.MAX_BATCH)
        .then();
  }

  private void complete() {
    Outlet to = outlet;
    if (to != null) {
      to.complete();
    }
  }
}
