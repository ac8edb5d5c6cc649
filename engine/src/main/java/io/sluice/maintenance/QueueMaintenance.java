package io.sluice.maintenance;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.store.Promoted;
import io.sluice.store.Reaped;
import io.sluice.store.TaskStore;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The periodic work on one queue. Any number of engines may do it at once. */
final class QueueMaintenance {
  /** Bounds how late a task becomes ready whose time was known. */
  private static final Duration PROMOTE_EVERY = Duration.ofMillis(20);

  /** Bounds how late one is that was enqueued with a shorter delay than this. */
  private static final Duration PROMOTE_AT_LEAST_EVERY = Duration.ofMillis(80);

  private static final Duration REAP_EVERY = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

  /** A pass goes on while there is more, but not for ever: other loops share the connection. */
  private static final int MAX_CALLS_A_PASS = 200;

  private final TaskStore store;
  private final QueueName queue;
  private final EngineListener listener;
  private final List<PeriodicLoop> loops;
  private volatile long promoteAgainNanos = System.nanoTime();

  QueueMaintenance(TaskStore store, QueueName queue, EngineListener listener) {
    this.store = store;
    this.queue = queue;
    this.listener = listener;
    this.loops =
        List.of(
            loop("promote", PROMOTE_EVERY, promote()),
            loop("reap", REAP_EVERY, reap()),
            loop("sweep", SWEEP_EVERY, sweep()));
  }

  List<LoopAge> ages() {
    return loops.stream().map(PeriodicLoop::age).toList();
  }

  void stop() {
    loops.forEach(PeriodicLoop::dispose);
  }

  private Mono<?> promote() {
    return Mono.defer(
        () -> System.nanoTime() - promoteAgainNanos < 0 ? Mono.empty() : promoteDue());
  }

  private Mono<?> promoteDue() {
    return store
        .promote(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(promoted -> !moreIsDue(promoted))
        .doOnNext(this::report)
        .last()
        .doOnNext(promoted -> promoteAgainNanos = System.nanoTime() + restNanos(promoted));
  }

  /** Until the next task is due, but never so long that one that comes meanwhile is late. */
  private static long restNanos(Promoted promoted) {
    Duration next = promoted.next();
    return next != null && next.compareTo(PROMOTE_AT_LEAST_EVERY) < 0
        ? next.toNanos()
        : PROMOTE_AT_LEAST_EVERY.toNanos();
  }

  private Mono<?> reap() {
    return store
        .reap(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(reaped -> !reaped.more())
        .doOnNext(this::report)
        .then();
  }

  private Mono<?> sweep() {
    return store
        .sweep(queue)
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(swept -> swept == 0)
        .doOnNext(this::report)
        .then();
  }

  private static boolean moreIsDue(Promoted promoted) {
    return promoted.next() != null && promoted.next().isZero();
  }

  private void report(Promoted promoted) {
    if (promoted.moved() > 0) {
      listener.on(new EngineEvent.TasksPromoted(queue, promoted.moved()));
    }
  }

  private void report(Reaped reaped) {
    if (reaped.reaped() > 0 || reaped.landing() > 0) {
      listener.on(
          new EngineEvent.TasksReaped(queue, reaped.reaped(), reaped.dead(), reaped.landing()));
    }
  }

  private void report(int swept) {
    if (swept > 0) {
      listener.on(new EngineEvent.TasksSwept(queue, swept));
    }
  }

  private PeriodicLoop loop(String name, Duration period, Mono<?> pass) {
    return PeriodicLoop.start(name, queue, period, pass, listener, Schedulers.parallel());
  }
}
