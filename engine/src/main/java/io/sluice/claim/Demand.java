package io.sluice.claim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * How many tasks are asked for: as many as there is room for, and none while too many bytes are
 * held. One waiter at a time.
 */
final class Demand {
  /** How long a claim that could be larger is held back for more slots to become free. */
  static final Duration GATHER = Duration.ofNanos(250_000);

  private final Outlet outlet;
  private final HeldBytes bytes;
  private final Scheduler timer;
  private final Runnable onBytes = this::bytesThere;
  private final AtomicBoolean awaitsBytes = new AtomicBoolean();
  private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();
  private volatile boolean closed;

  /** The highest max of any claim until now; touched by the loop. */
  private int largest;

  private volatile long heardNanos = System.nanoTime();

  /** Who waits, and for how many; content with one when the time to gather more is up. */
  private static final class Waiter {
    private final MonoSink<Boolean> sink;
    private final int wanted;
    private final long patienceNanos;
    private final AtomicBoolean gathers = new AtomicBoolean();
    private volatile boolean isLate;

    Waiter(int wanted, long patienceNanos, MonoSink<Boolean> sink) {
      this.wanted = wanted;
      this.patienceNanos = patienceNanos;
      this.sink = sink;
    }
  }

  /**
   * @param timer ends the gathering
   */
  Demand(Outlet outlet, HeldBytes bytes, Scheduler timer) {
    this.outlet = outlet;
    this.bytes = bytes;
    this.timer = timer;
    outlet.onRoom(this::wake);
  }

  /** A claim of so many is made. */
  void claims(int max) {
    largest = Math.max(largest, max);
  }

  /** Most that one claim can be for, as far as is known: the slots, or a batch. */
  int most() {
    return Math.min(largest, outlet.most());
  }

  /** A claim of fewer costs more than the tasks. */
  int worthwhile() {
    return most() / 2;
  }

  /** What is asked for now. */
  int now() {
    return closed || !bytes.hasRoom() ? 0 : outlet.room();
  }

  /** When somebody who waited last heard of more, by {@link System#nanoTime}. */
  long heardNanos() {
    return heardNanos;
  }

  /** Completes once something is asked for; true, or false when nothing will be any more. */
  Mono<Boolean> any() {
    return gathered(1);
  }

  /**
   * Like {@link #any}, and then waits a moment for at least so many: slots become free one by one,
   * and a claim for each would cost more than the tasks.
   */
  Mono<Boolean> gathered(int atLeast) {
    return gathered(atLeast, GATHER.toNanos());
  }

  /** The same, for so long a moment, in ns. */
  Mono<Boolean> gathered(int atLeast, long patienceNanos) {
    return Mono.create(sink -> await(new Waiter(Math.max(1, atLeast), patienceNanos, sink)));
  }

  /** Nothing is asked for any more. */
  void close() {
    closed = true;
    wake();
  }

  /** Nobody waits any more: it is not told of room for bytes again. */
  void leave() {
    bytes.leave(onBytes);
  }

  private void await(Waiter next) {
    waiter.set(next);
    wake();
  }

  private void wake() {
    Waiter waiting = waiter.get();
    if (waiting == null) {
      return;
    }
    heardNanos = System.nanoTime();
    int now = now();
    if (closed || now >= waiting.wanted || (now > 0 && waiting.isLate)) {
      if (waiter.compareAndSet(waiting, null)) {
        waiting.sink.success(!closed);
      }
    } else if (now > 0) {
      gather(waiting);
    } else if (outlet.room() > 0 && awaitsBytes.compareAndSet(false, true)) {
      bytes.whenRoom(onBytes);
    }
  }

  /**
   * The time that is up makes this very waiter content with less. It must not put another in its
   * place: a timer that comes late would replace the waiter of a later turn, which then waits for
   * good.
   */
  private void gather(Waiter waiting) {
    if (waiting.gathers.compareAndSet(false, true)) {
      waiting.sink.onDispose(
          timer.schedule(
              () -> {
                waiting.isLate = true;
                wake();
              },
              waiting.patienceNanos,
              TimeUnit.NANOSECONDS));
    }
  }

  private void bytesThere() {
    awaitsBytes.set(false);
    wake();
  }
}
