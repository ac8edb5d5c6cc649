package io.sluice.claim;

import io.sluice.crew.Crew;
import io.sluice.crew.Gang;
import io.sluice.lane.Lane;
import io.sluice.loop.Beat;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.protocol.partition.Divided;
import io.sluice.script.Call;
import io.sluice.settle.Commits;
import io.sluice.settle.Emitter;
import io.sluice.settle.Notebook;
import io.sluice.store.Settlement;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The life of one session: opened once under a random id, extended while it lives, and lost or
 * closed at the end. All claims and outcomes of a worker go through its present session.
 *
 * <p>A session is lost when the store says that it was fenced; then what it holds belongs to
 * others, so every run is interrupted and nothing of it is reported.
 */
final class WorkerSession {
  private static final int EXTENDS_PER_LIFE = 3;

  private static final Beat DEADLINE_CHECK = new Beat(Duration.ofMillis(200), Timers.scheduler());
  private static final Duration HELD_CHECK = Duration.ofMinutes(1);

  /**
   * How often a session that holds something asks for cancels whose hint was lost. Twice within the
   * second in which a run is to be stopped; one that holds nothing does not ask.
   */
  private static final Beat CANCEL_CHECK = new Beat(Duration.ofMillis(500), Timers.scheduler());

  private final String id;
  private final WorkerSettings settings;
  private final Holdings holdings;
  private final SessionClaims claims;

  /** Unbounded, since outcomes are bounded by the slots of the worker: none is refused here. */
  private final Commits settles;

  private final Notebook notebook;
  private final Emitter emitter;
  private final SecondNet secondNet;
  private final FollowUps followUps;
  private final Reports reports;
  private final Pulse pulse;

  /** Not those of the runs: they must be heard where runs keep all threads that they may have. */
  private final Gang interrupts;

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<PeriodicLoop> loops = new ArrayList<>();
  private final Disposable.Composite running = Disposables.composite();

  private WorkerSession(
      String id,
      WorkerSettings settings,
      Supplier<@Nullable Integer> capacity,
      Consumer<Asked> onAsked) {
    this.id = id;
    this.settings = settings;
    this.holdings = new Holdings(settings.bytes());
    this.reports = new Reports(id, settings, capacity, onAsked);
    this.pulse = new Pulse(this, id, settings, reports);
    Lane lane = new Lane(queue(), id, Call.CLAIMS, settings.listener());
    boolean stands = settings.config().waiting().stands();
    Standing standing =
        new Standing(lane, stands ? store().hints().gifts(queue(), id) : Flux.never());
    this.settles =
        new Commits(
            queue(), id, store(), settings.listener(), Integer.MAX_VALUE, Long.MAX_VALUE, standing);
    this.followUps = new FollowUps(settings.payloads());
    this.secondNet = new SecondNet(queue(), id, store(), holdings, settles::submit);
    this.claims = new SessionClaims(this, id, store(), lane, standing, secondNet::answered);
    Crew crew = settings.crew();
    this.interrupts = crew.gang(queue() + " interrupts");
    this.notebook =
        new Notebook(queue(), id, store(), settings.listener(), crew.gang(queue() + " notes"));
    this.emitter =
        new Emitter(queue(), id, store(), settings.listener(), crew.gang(queue() + " emits"));
  }

  /**
   * Opens a session under a new id and keeps it alive. Its queue may not be there yet.
   *
   * @param capacity most tasks that are held at once; null when nobody knows
   * @param onAsked told of what somebody asks of the worker
   * @param before the session that is over, whose worker goes on; null for the first
   */
  static Mono<WorkerSession> open(
      WorkerSettings settings,
      Supplier<@Nullable Integer> capacity,
      Consumer<Asked> onAsked,
      @Nullable WorkerSession before) {
    return Mono.defer(
        () -> {
          WorkerSession session =
              new WorkerSession(settings.ids().client(), settings, capacity, onAsked);
          return settings
              .store()
              .sessions()
              .open(settings.queue(), session.id, settings.config().sessionLife())
              .filter(opened -> opened)
              .switchIfEmpty(Mono.error(() -> new IllegalStateException("session id was used")))
              .flatMap(opened -> session.asIf(before))
              .thenReturn(session)
              .doOnNext(
                  opened -> opened.live(before == null ? Duration.ZERO : before.unextended()));
        });
  }

  /** What was asked of the worker stays asked, for people who look. */
  private Mono<Boolean> asIf(@Nullable WorkerSession before) {
    Asked asked = before == null ? null : before.reports.asked();
    return asked == null ? Mono.just(true) : store().sessions().ask(queue(), id, asked);
  }

  QueueName queue() {
    return settings.queue();
  }

  Instant now() {
    return store().now();
  }

  Notebook notebook() {
    return notebook;
  }

  Emitter emitter() {
    return emitter;
  }

  Divided divided() {
    return store().divided();
  }

  FollowUps followUps() {
    return followUps;
  }

  Gang interrupts() {
    return interrupts;
  }

  Holdings holdings() {
    return holdings;
  }

  boolean isOver() {
    return over.get();
  }

  /**
   * For how long it was not extended, at its end. The next session goes on from that, else it would
   * never be seen that all sessions of a worker die for want of it.
   */
  Duration unextended() {
    return loops.get(0).age().age();
  }

  List<LoopAge> loopAges() {
    return loops.stream().map(PeriodicLoop::age).toList();
  }

  SessionClaims claims() {
    return claims;
  }

  Mono<Boolean> settle(Claim claim, Settlement settlement) {
    claims.standing().forecast().ended(claim.heldNanos());
    return new Settled(settles.submit(settlement), this, claim, settlement.outcome());
  }

  /** The store has answered an outcome. */
  void settled(Claim claim, Outcome outcome, boolean accepted) {
    reports.settled(claim, outcome, accepted);
  }

  /** The store said that the session was fenced. */
  void lose() {
    if (over.compareAndSet(false, true)) {
      reports.lost(holdings.size());
      running.dispose();
      holdings.interruptAll(Interruption.SESSION_LOST);
    }
  }

  /** Ends the session; whatever it still holds will be reaped. */
  Mono<Void> close() {
    return Mono.defer(
        () -> {
          if (!over.compareAndSet(false, true)) {
            return Mono.empty();
          }
          running.dispose();
          return store().sessions().close(queue(), id).doOnSuccess(done -> reports.closed());
        });
  }

  private void live(Duration unextended) {
    reports.opened();
    Duration life = settings.config().sessionLife();
    keep(extending(unextended, life.dividedBy(EXTENDS_PER_LIFE), pulse.beat().then(present(life))));
    Mono<Void> interruptOverdue = Mono.fromRunnable(holdings::interruptOverdue);
    startOn(DEADLINE_CHECK, "deadlines", holdings::mayBeOverdue, interruptOverdue);
    // Extending tells of them, and that the session is gone: also that is known sooner so.
    startOn(CANCEL_CHECK, "cancels", () -> holdings.size() > 0, pulse.beat());
    keep(
        PeriodicLoop.startSpread(
            "held",
            queue(),
            HELD_CHECK,
            secondNet.pass(),
            settings.listener(),
            Timers.scheduler()));
    running.add(pulse.hear());
    running.add(claims.standing());
  }

  private PeriodicLoop extending(Duration unextended, Duration period, Mono<?> pass) {
    return unextended.isZero()
        ? PeriodicLoop.startSpread(
            Pulse.EXTEND, queue(), period, pass, settings.listener(), Timers.scheduler())
        : PeriodicLoop.goOn(
            unextended,
            Pulse.EXTEND,
            queue(),
            period,
            pass,
            settings.listener(),
            Timers.scheduler());
  }

  private void startOn(Beat beat, String name, BooleanSupplier due, Mono<?> pass) {
    keep(PeriodicLoop.startOn(beat, name, queue(), due, pass, settings.listener()));
  }

  private void keep(PeriodicLoop loop) {
    loops.add(loop);
    running.add(loop);
  }

  private Mono<Void> present(Duration life) {
    return Mono.defer(() -> reports.present(holdings.size(), life));
  }

  private TaskStore store() {
    return settings.store();
  }
}
