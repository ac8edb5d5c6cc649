package io.sluice.worker;

import io.sluice.event.EngineEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.LoopAge;
import io.sluice.store.Landing;
import io.sluice.store.TaskStore;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

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
  private static final Duration LIMITED_POLL = Duration.ofMillis(50);
  private static final Duration BACK_OFF = Duration.ofMillis(250);
  private static final Duration LOOP_END = Duration.ofSeconds(5);
  private static final Duration WAKE_AGAIN = Duration.ofMillis(100);

  /** What is interrupted at the end of the grace has this long to be given back. */
  private static final Duration GIVE_BACK = Duration.ofSeconds(5);

  /** A turn that does not wait for demand lasts as long as a call is sent again, and a wait. */
  private static final Duration LATE_SLACK = Duration.ofSeconds(8);

  private final WorkerSettings settings;
  private final Landing landing;
  private final Sessions sessions;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Sinks.Empty<Void> stopped = Sinks.empty();
  private final Sinks.Empty<Void> loopEnded = Sinks.empty();
  private volatile @Nullable FluxSink<Claim> downstream;
  private volatile @Nullable Demand demand;
  private volatile boolean waitsForDemand = true;
  private volatile long lastTurnNanos = System.nanoTime();

  /** Whether the last turn failed. */
  private volatile boolean failing;

  // Touched by one turn at a time.

  private List<TaskId> adopted = List.of();

  /** Whether the last claim got all that it asked for, so that more is probably there. */
  private boolean backlog;

  /** The most that was ever asked for at once: the slots, or a batch. */
  private int largest;

  public Claims(WorkerSettings settings) {
    this.settings = settings;
    this.landing = settings.store().landing(settings.queue());
    this.sessions = new Sessions(settings);
  }

  /** What is claimed. To be subscribed once; cancelling stops the claiming and nothing else. */
  public Flux<Claim> flux() {
    return Flux.<Claim>create(this::begin).doOnDiscard(Claim.class, this::giveBack);
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
        .then(Mono.defer(sessions::whenNothingHeld).timeout(grace, giveBackHeld()))
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
    if (asked == null || (waitsForDemand && asked.now() == 0)) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    long age = now - lastTurnNanos;
    return Duration.ofNanos(failing ? age : Math.min(age, now - asked.heardNanos()));
  }

  /** A wait for demand is no failure, however long; but no wait makes up for turns that fail. */
  private void asked() {
    waitsForDemand = false;
    if (!failing) {
      lastTurnNanos = System.nanoTime();
    }
  }

  private void turned() {
    failing = false;
    lastTurnNanos = System.nanoTime();
  }

  private void begin(FluxSink<Claim> sink) {
    Demand asked = new Demand(sink, Schedulers.parallel());
    downstream = sink;
    demand = asked;
    sink.onCancel(this::leave);
    Guarded.step(() -> turn(asked, sink))
        .doOnSuccess(done -> turned())
        .onErrorResume(this::backOff)
        .repeat(() -> !stopping.get())
        .subscribe(nothing -> {}, error -> loopEnded.tryEmitEmpty(), loopEnded::tryEmitEmpty);
  }

  private Mono<Void> turn(Demand asked, FluxSink<Claim> sink) {
    return (backlog ? asked.gathered(largest / 2) : asked.any())
        .doOnSubscribe(waiting -> waitsForDemand = true)
        .doOnNext(any -> asked())
        .filter(any -> any)
        .flatMap(any -> Guarded.step(sessions::present))
        .flatMap(session -> Guarded.step(() -> claim(session, asked, sink)));
  }

  private Mono<Void> claim(WorkerSession session, Demand asked, FluxSink<Claim> sink) {
    int max = Math.min(asked.now(), TaskStore.MAX_BATCH);
    if (max == 0) {
      return Mono.empty();
    }
    largest = Math.max(largest, max);
    return session
        .claim(max, adopted)
        .flatMap(taken -> Guarded.step(() -> taken(taken, session, max, sink)));
  }

  private Mono<Void> taken(Taken taken, WorkerSession session, int max, FluxSink<Claim> sink) {
    if (taken.gone()) {
      session.lose();
      return Mono.empty();
    }
    adopted = List.of();
    backlog = taken.claims().size() == max;
    return handOn(taken.claims(), sink).then(Guarded.step(() -> rest(taken, max)));
  }

  private Mono<Void> handOn(List<Claim> claims, FluxSink<Claim> sink) {
    List<Claim> unwanted = new ArrayList<>();
    for (Claim claim : claims) {
      if (sink.isCancelled()) {
        unwanted.add(claim);
      } else {
        handOn(claim, sink);
      }
    }
    return release(unwanted);
  }

  /** One that downstream throws at must not keep the others of its call from being run. */
  private void handOn(Claim claim, FluxSink<Claim> sink) {
    try {
      sink.next(claim);
    } catch (Throwable thrown) {
      giveBack(claim);
    }
  }

  /** Handed on at the moment of the cancel, so that nobody got it. */
  private void giveBack(Claim claim) {
    claim.settle(Outcome.RELEASE).subscribe(accepted -> {}, this::report);
  }

  private Mono<Void> rest(Taken taken, int max) {
    if (stopping.get() || taken.claims().size() == max) {
      return Mono.empty();
    }
    if (taken.paused() || taken.limited()) {
      Duration rest = taken.paused() ? PAUSED_POLL : LIMITED_POLL;
      return Mono.delay(rest).takeUntilOther(stopped.asMono()).then();
    }
    return landing.arrival().doOnNext(id -> adopted = List.of(id)).then();
  }

  private Mono<Void> backOff(Throwable error) {
    failing = true;
    return report(error).then(Mono.delay(BACK_OFF).takeUntilOther(stopped.asMono())).then();
  }

  private Mono<Void> report(Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("claim", settings.queue(), error));
    return Mono.empty();
  }

  /** Whoever cancelled is let go of at once: what he holds may be settled much later. */
  private void leave() {
    downstream = null;
    stopClaiming();
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
    return wakeUntilLoopEnds().timeout(LOOP_END).onErrorComplete();
  }

  private Mono<Void> wakeUntilLoopEnds() {
    return loopEnded
        .asMono()
        .mergeWith(
            Flux.interval(Duration.ZERO, WAKE_AGAIN)
                .onBackpressureDrop()
                .concatMap(tick -> landing.wake().onErrorComplete(), 0)
                .takeUntilOther(loopEnded.asMono()))
        .then();
  }

  /** What a BLMOVE brought in the last moment would lie in landing until it is swept. */
  private Mono<Void> giveBackAdopted() {
    if (adopted.isEmpty()) {
      return Mono.empty();
    }
    return sessions
        .present()
        .flatMap(session -> session.claim(adopted.size(), adopted))
        .flatMap(taken -> release(taken.claims()))
        .onErrorResume(this::report);
  }

  private Mono<Void> giveBackHeld() {
    return Mono.defer(
        () -> {
          sessions.interruptAll(Interruption.SHUTDOWN);
          return sessions.whenNothingHeld().timeout(GIVE_BACK);
        });
  }

  private static Mono<Void> release(List<Claim> claims) {
    return Flux.fromIterable(claims)
        .flatMap(claim -> claim.settle(Outcome.RELEASE), TaskStore.MAX_BATCH)
        .then();
  }

  private void complete() {
    FluxSink<Claim> sink = downstream;
    if (sink != null) {
      sink.complete();
    }
  }
}
