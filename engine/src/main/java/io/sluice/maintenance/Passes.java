package io.sluice.maintenance;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.TaskStore;
import io.sluice.store.Promoted;
import io.sluice.store.Pulled;
import io.sluice.store.Reaped;
import io.sluice.store.Swept;
import io.sluice.task.QueueName;
import io.sluice.task.view.Ledger;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * What the rounds do to one queue; each pass says how long the queue may rest from it. Any number
 * of engines may do it at once.
 */
final class Passes {
  /** While a pass finds something to put back or to drop, more of it is probably near. */
  private static final Duration BUSY_REST = Duration.ofSeconds(1);

  /** Bounds how late a dead session is noticed, and how late something past its retention goes. */
  private static final Duration REAP_REST = Duration.ofSeconds(2);

  private static final Duration SWEEP_REST = Duration.ofSeconds(5);

  /** Sweeps tell when there is something to do. */
  private static final Duration ACT_REST = Duration.ofHours(1);

  /** Nothing waits for it; it is there so that what should never be does not go unseen. */
  private static final Duration AUDIT_REST = Duration.ofMinutes(1);

  /** Rests last between this part of their time and all of it, so that the queues spread. */
  private static final double EARLIEST = 0.75;

  /** A pass goes on while there is more, but not for ever: other queues share the connection. */
  private static final int MAX_CALLS_A_PASS = 200;

  private final TaskStore store;
  private final EngineListener listener;
  private final Consumer<QueueName> onActing;
  private final Consumer<QueueName> onWriting;
  private final Consumer<QueueName> onRecording;
  private final Duration promoteRest;
  private final Duration reapRest;

  /**
   * @param onActing told of a queue in which bulk actions are under way
   * @param onWriting told of a queue that has letters to others, or batches to judge
   * @param onRecording told of a queue that did something which is not recorded yet
   */
  Passes(
      TaskStore store,
      SluiceConfig config,
      EngineListener listener,
      Consumer<QueueName> onActing,
      Consumer<QueueName> onWriting,
      Consumer<QueueName> onRecording) {
    this.store = store;
    this.onActing = onActing;
    this.onWriting = onWriting;
    this.onRecording = onRecording;
    this.listener = listener;
    this.promoteRest = config.waiting().poll();
    this.reapRest = shorter(REAP_REST, config.sessionLife());
  }

  /** Rests until the next task is due; a hint tells of one that is due sooner. */
  Mono<Duration> promote(QueueName queue) {
    return store
        .upkeep()
        .promote(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(promoted -> !moreIsDue(promoted))
        .doOnNext(promoted -> report(queue, promoted))
        .last()
        .flatMap(promoted -> promoted.expiring() ? expire(queue, promoted) : Mono.just(promoted))
        .map(
            promoted ->
                promoted.next() == null
                    ? spread(promoteRest)
                    : shorter(promoted.next(), promoteRest));
  }

  /** A claim does not begin what is too late: this is for what nobody takes. */
  private Mono<Promoted> expire(QueueName queue, Promoted promoted) {
    return store
        .upkeep()
        .expire(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(looked -> looked < TaskStore.MAX_BATCH)
        .then(Mono.just(promoted));
  }

  Mono<Duration> reap(QueueName queue) {
    return store
        .upkeep()
        .reap(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(reaped -> !reaped.more())
        .doOnNext(reaped -> report(queue, reaped))
        .reduce(false, (found, reaped) -> found || foundAny(reaped))
        .map(found -> spread(found ? shorter(BUSY_REST, reapRest) : reapRest));
  }

  /** A chunk a call, since other queues share the connection; hints tell of what is begun. */
  Mono<Duration> act(QueueName queue) {
    return store
        .admin()
        .step(queue)
        .map(step -> step.next() == null ? spread(ACT_REST) : step.next());
  }

  Mono<Duration> sweep(QueueName queue) {
    return store
        .upkeep()
        .sweep(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(swept -> swept.dropped() == 0)
        .doOnNext(swept -> report(queue, swept))
        .reduce(
            (sum, swept) ->
                new Swept(sum.dropped() + swept.dropped(), false, swept.setBack(), false, false))
        .flatMap(swept -> swept.setBack() ? pull(queue).thenReturn(swept) : Mono.just(swept))
        .map(swept -> spread(swept.dropped() > 0 || swept.setBack() ? BUSY_REST : SWEEP_REST));
  }

  /** What takes longer than a pass goes on with the next. */
  private Mono<Pulled> pull(QueueName queue) {
    return store
        .upkeep()
        .pull(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(pulled -> !pulled.more())
        .reduce(Pulled::plus)
        .doOnNext(pulled -> report(queue, pulled));
  }

  /** Only looks: an operator decides what is mended. */
  Mono<Duration> audit(QueueName queue) {
    return store
        .mending()
        .audit(queue)
        .doOnNext(ledger -> listener.on(new EngineEvent.LedgerAudited(ledger)))
        .delayUntil(this::keepKnown)
        .map(ledger -> spread(AUDIT_REST));
  }

  /** Others may have deleted the queue while somebody still took it for known. */
  private Mono<Void> keepKnown(Ledger ledger) {
    return ledger.totals().accepted() == 0 ? Mono.empty() : store.names().register(ledger.queue());
  }

  private static boolean moreIsDue(Promoted promoted) {
    return promoted.next() != null && promoted.next().isZero();
  }

  private static boolean foundAny(Reaped reaped) {
    return reaped.fenced() > 0 || reaped.reaped() > 0 || reaped.landing() > 0;
  }

  static Duration spread(Duration rest) {
    double part = ThreadLocalRandom.current().nextDouble(EARLIEST, 1);
    return Duration.ofNanos((long) (rest.toNanos() * part));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void report(QueueName queue, Promoted promoted) {
    if (promoted.moved() > 0) {
      listener.on(new EngineEvent.TasksPromoted(queue, promoted.moved()));
    }
    if (promoted.judging()) {
      onWriting.accept(queue);
    }
  }

  private void report(QueueName queue, Reaped reaped) {
    if (reaped.reaped() > 0 || reaped.landing() > 0) {
      listener.on(
          new EngineEvent.TasksReaped(queue, reaped.reaped(), reaped.dead(), reaped.landing()));
    }
  }

  private void report(QueueName queue, Pulled pulled) {
    if (!pulled.by().isZero()) {
      listener.on(new EngineEvent.ClockSetBack(queue, pulled.by(), pulled.pulled()));
    }
  }

  private void report(QueueName queue, Swept swept) {
    if (swept.dropped() > 0) {
      listener.on(new EngineEvent.TasksSwept(queue, swept.dropped()));
    }
    if (swept.acting()) {
      onActing.accept(queue);
    }
    if (swept.writing()) {
      onWriting.accept(queue);
    }
    if (swept.toRecord()) {
      onRecording.accept(queue);
    }
  }
}
