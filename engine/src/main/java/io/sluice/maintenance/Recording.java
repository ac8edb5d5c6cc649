package io.sluice.maintenance;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.loop.Timers;
import io.sluice.protocol.history.HistoryStore;
import io.sluice.store.history.Recorded;
import io.sluice.store.history.Sum;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Records what queues do, about once a second while they do something: of each queue by one of the
 * engines that care for it, and by each that has run tasks of it meanwhile, since it brings its
 * latencies. What was recorded here is added up for the whole namespace.
 */
final class Recording {
  /** A sweep, or a task that ran here, tells when there is something to record. */
  private static final Duration IDLE_REST = Duration.ofHours(1);

  private static final Duration STEP = Duration.ofSeconds(1);

  /** In the middle of a step, so that each step gets one record, whatever the way takes. */
  private static final Duration MIDDLE = STEP.dividedBy(2);

  /** Another engine has recorded the queue since this one did so: it goes on doing so. */
  private static final Duration OTHERS = STEP.dividedBy(3);

  /** By then the queues of the same second have been recorded. */
  private static final Duration GATHERS = STEP.dividedBy(4);

  /** So long a queue that did something is asked again each second. */
  private static final Duration LINGER = Duration.ofSeconds(10);

  /** So many workers of a queue record it each second; more of them do so less often. */
  private static final int SESSIONS_A_STEP = 5;

  private static final int LONGEST_STEPS = 30;

  private final HistoryStore history;
  private final EngineListener listener;
  private final IntSupplier queues;
  private final Set<QueueName> idle = ConcurrentHashMap.newKeySet();
  private final Disposable.Swap flushing = Disposables.swap();

  // Guarded by this.

  private final Map<QueueName, Gauges> gauges = new HashMap<>();
  private Gauges all = Gauges.NONE;
  private Sum sum = new Sum();
  private boolean knowsAll;
  private boolean changed;

  /** How many tasks are ready, and how many run. */
  private record Gauges(long ready, long running) {
    static final Gauges NONE = new Gauges(0, 0);

    Gauges changed(Gauges from, Gauges to) {
      return new Gauges(ready + to.ready - from.ready, running + to.running - from.running);
    }
  }

  /** What is to be recorded of the whole namespace. */
  private record Flush(Sum sum, @Nullable Gauges gauges) {}

  /**
   * @param queues how many this engine cares for
   */
  Recording(HistoryStore history, EngineListener listener, IntSupplier queues) {
    this.history = history;
    this.listener = listener;
    this.queues = queues;
  }

  /** This engine cares for every queue of the namespace, so that its sums are those of all. */
  synchronized void knowsAll() {
    knowsAll = true;
  }

  /** Whether the queue rests until somebody says that it does something, as is said now. */
  boolean wakes(QueueName queue) {
    return idle.remove(queue);
  }

  Mono<Duration> record(QueueName queue) {
    return Mono.defer(
        () -> {
          // What begins while it is asked counts as well.
          idle.add(queue);
          return history.record(queue).map(recorded -> restAfter(queue, recorded));
        });
  }

  private Duration restAfter(QueueName queue, Recorded recorded) {
    add(queue, recorded);
    Duration since = recorded.since();
    boolean isMine = !recorded.latencies().isNothing();
    boolean othersDo = !isMine && since != null && since.compareTo(OTHERS) < 0;
    boolean goesOn = recorded.isAnything() || (since != null && since.compareTo(LINGER) < 0);
    if (othersDo || !goesOn) {
      return IDLE_REST;
    }
    idle.remove(queue);
    long steps = Math.min(LONGEST_STEPS, 1 + recorded.sessions() / SESSIONS_A_STEP);
    return STEP.multipliedBy(steps).plus(MIDDLE).minus(recorded.intoSecond());
  }

  private void add(QueueName queue, Recorded recorded) {
    Gauges now = new Gauges(recorded.ready(), recorded.running());
    boolean isFirst;
    synchronized (this) {
      Gauges known = gauges.put(queue, now);
      Gauges before = known == null ? Gauges.NONE : known;
      if (!recorded.isAnything() && now.equals(before)) {
        return;
      }
      sum.add(recorded);
      all = all.changed(before, now);
      isFirst = !changed;
      changed = true;
    }
    if (isFirst) {
      flushing.update(flushSoon(queue));
    }
  }

  private Disposable flushSoon(QueueName queue) {
    return Mono.delay(GATHERS, Timers.scheduler())
        .then(Mono.defer(this::flush))
        .subscribe(
            done -> {},
            error -> listener.on(new EngineEvent.PassFailed("chronicle", queue, error)));
  }

  private synchronized Flush taken() {
    // While queues are new to this engine, it does not know how much waits in them.
    Flush flush = new Flush(sum, knowsAll && gauges.size() >= queues.getAsInt() ? all : null);
    sum = new Sum();
    changed = false;
    return flush;
  }

  private Mono<Void> flush() {
    Flush flush = taken();
    Gauges known = flush.gauges;
    return history.record(
        flush.sum, known == null ? null : known.ready, known == null ? null : known.running);
  }

  void stop() {
    flushing.dispose();
  }
}
