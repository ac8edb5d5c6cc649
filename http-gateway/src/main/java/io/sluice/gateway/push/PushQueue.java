package io.sluice.gateway.push;

import io.sluice.Sluice;
import io.sluice.remote.RemoteQueue;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Sends the tasks of one queue to its target, until it is stopped. Each slot has at most one task,
 * and claims one only when it has none, so that no more is claimed than is sent; one slot at a time
 * claims, so that an idle queue has one claim that waits.
 */
final class PushQueue {
  private static final Logger log = LoggerFactory.getLogger(PushQueue.class);

  /** For how long a target that is not allowed any more is not asked about again. */
  static final Duration NOT_ALLOWED = Duration.ofSeconds(1);

  /** What the queues of a gateway share. */
  record Shared(
      Sluice sluice, PushFile file, PushCalls calls, Permits atOnce, int slots, String host) {}

  private final Shared shared;
  private final QueueName name;
  private final RemoteQueue remote;
  private final Permits claiming = new Permits(1);
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private final Sinks.Empty<Void> cut = Sinks.empty();
  private final Sinks.Empty<Void> ended = Sinks.empty();

  private volatile PushTarget target;
  private volatile boolean isStopping;

  // Guarded by this.
  private long restUntil = System.nanoTime();
  private Sinks.Empty<Void> restBegins = Sinks.empty();

  private PushQueue(Shared shared, QueueName name, PushTarget target) {
    this.shared = shared;
    this.name = name;
    this.target = target;
    this.remote = shared.sluice().remote(name.value());
  }

  static PushQueue start(Shared shared, QueueName name, PushTarget target) {
    PushQueue queue = new PushQueue(shared, name, target);
    Flux.range(0, shared.slots())
        .flatMap(slot -> new PushSlot(queue).turns(), shared.slots())
        .doFinally(over -> queue.ended.tryEmitEmpty())
        .subscribe(
            nothing -> {},
            error -> log.error("the tasks of queue {} are not sent any more", name, error));
    return queue;
  }

  /** From the next task on. */
  void target(PushTarget value) {
    target = value;
  }

  /**
   * Claims nothing more, and lets what was sent end within the grace; the rest goes back without an
   * attempt. A task whose target said that it goes on is left to it. Cold.
   */
  Mono<Void> stop(Duration grace) {
    return Mono.defer(
        () -> {
          isStopping = true;
          stopping.tryEmitEmpty();
          return ended
              .asMono()
              .timeout(
                  grace,
                  Mono.defer(
                      () -> {
                        cut.tryEmitEmpty();
                        return ended.asMono();
                      }));
        });
  }

  Shared shared() {
    return shared;
  }

  QueueName name() {
    return name;
  }

  RemoteQueue remote() {
    return remote;
  }

  PushTarget target() {
    return target;
  }

  Permits claiming() {
    return claiming;
  }

  boolean isStopping() {
    return isStopping;
  }

  /** Completes when it is to stop. */
  Mono<Void> stopping() {
    return stopping.asMono();
  }

  /** Completes when the grace is over. */
  Mono<Void> cut() {
    return cut.asMono();
  }

  /** What may be called now. */
  PushRules rules() {
    return shared.file().now();
  }

  /** Nothing is claimed here for this time. */
  void rest(Duration time) {
    Sinks.Empty<Void> told;
    synchronized (this) {
      long until = System.nanoTime() + time.toNanos();
      if (until - restUntil > 0) {
        restUntil = until;
      }
      told = restBegins;
      restBegins = Sinks.empty();
    }
    told.tryEmitEmpty();
  }

  /** Completes when the queue does not rest any more, or is to stop. */
  Mono<Void> rested() {
    return Mono.defer(
        () -> {
          long left = restLeft();
          return left <= 0
              ? Mono.<Void>empty()
              : Mono.delay(Duration.ofNanos(left))
                  .then(Mono.defer(this::rested))
                  .takeUntilOther(stopping());
        });
  }

  /** Completes when a claim that waits is to end. */
  synchronized Mono<Void> interrupted() {
    return Mono.firstWithSignal(stopping(), restBegins.asMono());
  }

  private synchronized long restLeft() {
    return restUntil - System.nanoTime();
  }
}
