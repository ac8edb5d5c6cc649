package io.sluice.claim;

import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.script.Landing;
import io.sluice.task.TaskId;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The wait for an id that arrives by itself, and what has arrived until it is claimed. A wait may
 * last over several turns of the loop: who stands goes on with what he is given, and leaves it be.
 * One loop asks; any thread tells.
 */
final class Arriving {
  private final Landing landing;
  private volatile boolean lasts; // written while guarded by this
  private @Nullable TaskId arrived; // guarded by this
  private @Nullable TaskId asked; // guarded by this
  private @Nullable MonoSink<Void> waiter; // guarded by this

  Arriving(Landing landing) {
    this.landing = landing;
  }

  /** Whether a wait is under way, so that an id may arrive. */
  boolean lasts() {
    return lasts;
  }

  /** Whether an id may arrive, or has and is not claimed. */
  synchronized boolean isPending() {
    return lasts || arrived != null;
  }

  /** What has arrived and is not claimed: it is to be claimed now. */
  synchronized List<TaskId> adopted() {
    asked = arrived;
    return arrived == null ? List.of() : List.of(arrived);
  }

  /** What was adopted last is claimed; what arrived since then is not. */
  synchronized void claimed() {
    arrived = Objects.equals(arrived, asked) ? null : arrived;
  }

  /**
   * Completes once the wait that is under way has ended, or one that begins now: an id has arrived,
   * or it is time to claim without one. Cancelled, it leaves the wait under way.
   */
  Mono<Void> next() {
    return next(landing::arrival);
  }

  /** The same, after a claim that has found nothing. */
  Mono<Void> nextAfterNothing() {
    return next(landing::nextArrival);
  }

  /** The same, where nothing is to arrive. */
  Mono<Void> nextWord() {
    return next(() -> landing.nextWord().then(Mono.empty()));
  }

  private Mono<Void> next(Supplier<Mono<TaskId>> begun) {
    return Mono.create(
        sink -> {
          if (joins(sink)) {
            Guarded.step(begun).subscribe(this::arrived, this::failed, this::ended);
          }
        });
  }

  /**
   * Ends a wait that is under way, if one is; completes when nothing can arrive any more, or after
   * a while, when Redis does not answer. Never errors.
   */
  Mono<Void> end() {
    return Mono.defer(() -> lasts ? woken() : Mono.empty());
  }

  private Mono<Void> woken() {
    return LoopEnd.waking(landing)
        .takeUntilOther(next())
        .then()
        .timeout(LoopEnd.PATIENCE, Timers.scheduler())
        .onErrorComplete();
  }

  /** Waits; answers whether the wait is to begin. What is not claimed yet ends it at once. */
  private boolean joins(MonoSink<Void> sink) {
    synchronized (this) {
      if (arrived == null) {
        waiter = sink;
        sink.onDispose(() -> leave(sink));
        boolean begins = !lasts;
        lasts = true;
        return begins;
      }
    }
    sink.success();
    return false;
  }

  private synchronized void leave(MonoSink<Void> sink) {
    if (sink.equals(waiter)) {
      waiter = null;
    }
  }

  private synchronized void arrived(TaskId id) {
    arrived = id;
  }

  private void ended() {
    MonoSink<Void> told = over();
    if (told != null) {
      told.success();
    }
  }

  /** Who does not wait at that moment need not know: his next wait fails, if it is to fail. */
  private void failed(Throwable error) {
    MonoSink<Void> told = over();
    if (told != null) {
      told.error(error);
    }
  }

  private synchronized @Nullable MonoSink<Void> over() {
    lasts = false;
    MonoSink<Void> told = waiter;
    waiter = null;
    return told;
  }
}
