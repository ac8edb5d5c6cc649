package io.sluice.maintenance;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.loop.LoopAge;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * One loop over many queues for one kind of pass: whichever queue's time has come has its pass, a
 * bounded number of them at once, and the pass says how long the queue rests then.
 *
 * <p>One alarm for all, set for the earliest. A pass that fails is reported and tried again; the
 * age of the last one that completed can be read for each queue.
 */
final class Rounds {
  /** Passes under way at once; each has one call under way. */
  static final int AT_ONCE = 32;

  /** Bounds how late what was put off becomes ready, and what a queue where that is all costs. */
  static final Duration SHORTEST_REST = Duration.ofMillis(15);

  /**
   * Rests longer than the grid end on it, early if need be: passes that begin together share a read
   * and a write of Redis, which cost more than the pass of an idle queue.
   */
  private static final long GRID_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** A pass that is later than this is late. */
  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long NEVER = Long.MAX_VALUE;

  private final String name;
  private final Pass pass;
  private final EngineListener listener;
  private final Scheduler clock;
  private final LongSupplier nanoTime;
  private final Sinks.Empty<Void> stopped = Sinks.empty();

  /** How often it was asked to go on; who asked first does, for all. */
  private final AtomicInteger goings = new AtomicInteger();

  // Guarded by this.

  private final Map<QueueName, Turn> turns = new HashMap<>();
  private final TreeSet<Turn> resting =
      new TreeSet<>(
          Comparator.<Turn>comparingLong(turn -> turn.due).thenComparingInt(turn -> turn.number));
  private long alarmAt = NEVER;
  private int underWay;
  private boolean over;

  /** What is done to a queue in its turn. */
  @FunctionalInterface
  interface Pass {
    /** Gives how long the queue may rest. */
    Mono<Duration> over(QueueName queue);
  }

  /** A queue and its times, in ns. */
  private static final class Turn {
    private final QueueName queue;
    private final int number;
    private long due;
    private long lastPass;
    private long lateAt;

    /** The pass under way may have been too early for what is due then. */
    private long askedFor = NEVER;

    private Turn(QueueName queue, int number, long now) {
      this.queue = queue;
      this.number = number;
      this.due = now;
      this.lastPass = now;
      this.lateAt = now + LATE_NANOS;
    }
  }

  /**
   * @param clock sets the alarm
   * @param nanoTime monotonic, from zero on, and in step with the clock
   */
  Rounds(String name, Pass pass, EngineListener listener, Scheduler clock, LongSupplier nanoTime) {
    this.name = name;
    this.pass = pass;
    this.listener = listener;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Takes a queue in; its first pass is due at once. */
  void add(QueueName queue) {
    synchronized (this) {
      if (over || turns.containsKey(queue)) {
        return;
      }
      Turn turn = new Turn(queue, turns.size(), now());
      turns.put(queue, turn);
      resting.add(turn);
    }
    goOn();
  }

  /** Ends the rest of a queue in this time, if it would end later. */
  synchronized void sooner(QueueName queue, Duration in) {
    Turn turn = turns.get(queue);
    if (turn == null || over) {
      return;
    }
    long due = Math.max(now() + in.toNanos(), turn.lastPass + SHORTEST_REST.toNanos());
    if (!resting.contains(turn)) {
      turn.askedFor = Math.min(turn.askedFor, due);
    } else if (due < turn.due) {
      resting.remove(turn);
      turn.due = due;
      resting.add(turn);
      setAlarm();
    }
  }

  /** How long ago each queue had its pass. */
  synchronized List<LoopAge> ages() {
    long now = now();
    return turns.values().stream()
        .map(
            turn ->
                new LoopAge(
                    name + " " + turn.queue,
                    Duration.ofNanos(now - turn.lastPass),
                    now > turn.lateAt))
        .toList();
  }

  /** Ends the loop and the passes under way. */
  void stop() {
    synchronized (this) {
      over = true;
    }
    stopped.tryEmitEmpty();
  }

  /**
   * Begins what is due, outside of the lock, and sets the alarm for what is due next. A pass may
   * end while it is begun, as each does where there is no connection: the next one is begun after
   * it, not in it.
   */
  private void goOn() {
    int asked = goings.incrementAndGet();
    if (asked > 1) {
      return;
    }
    do {
      dueNow().forEach(turn -> Guarded.run(() -> begin(turn)));
      asked = goings.addAndGet(-asked);
    } while (asked != 0);
  }

  private synchronized List<Turn> dueNow() {
    List<Turn> due = new ArrayList<>();
    while (!over && underWay < AT_ONCE && !resting.isEmpty() && resting.first().due <= now()) {
      due.add(resting.pollFirst());
      underWay++;
    }
    setAlarm();
    return due;
  }

  /**
   * An alarm that is not needed any more rings for nothing: disposing of it would interrupt its
   * thread when it rings at that moment.
   */
  private void setAlarm() {
    if (over || underWay == AT_ONCE || resting.isEmpty() || resting.first().due >= alarmAt) {
      return;
    }
    long at = resting.first().due;
    alarmAt = at;
    clock.schedule(() -> ring(at), Math.max(0, at - now()), TimeUnit.NANOSECONDS);
  }

  private void ring(long at) {
    synchronized (this) {
      if (alarmAt == at) {
        alarmAt = NEVER;
      }
    }
    goOn();
  }

  private void begin(Turn turn) {
    Guarded.step(() -> pass.over(turn.queue))
        .single()
        .takeUntilOther(stopped.asMono())
        .subscribe(rest -> passed(turn, rest), error -> failed(turn, error));
  }

  private void passed(Turn turn, Duration rest) {
    synchronized (this) {
      long now = now();
      turn.lastPass = now;
      turn.lateAt = now + rest.toNanos() + LATE_NANOS;
      rest(turn, rest);
    }
    goOn();
  }

  private void failed(Turn turn, Throwable error) {
    listener.on(new EngineEvent.PassFailed(name, turn.queue, error));
    synchronized (this) {
      rest(turn, AFTER_FAILURE);
    }
    goOn();
  }

  private void rest(Turn turn, Duration rest) {
    underWay--;
    long now = now();
    long asked = Math.min(endOf(rest.toNanos(), now), turn.askedFor);
    turn.due = Math.max(asked, now + SHORTEST_REST.toNanos());
    turn.askedFor = NEVER;
    resting.add(turn);
  }

  private static long endOf(long rest, long now) {
    long end = now + rest;
    return rest > GRID_NANOS ? end - end % GRID_NANOS : end;
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
