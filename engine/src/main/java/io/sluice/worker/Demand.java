package io.sluice.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * How many tasks are asked for: what downstream has requested and not been given. One waiter at a
 * time.
 */
final class Demand {
  /** How long a claim that could be larger is held back for more slots to become free. */
  private static final Duration GATHER = Duration.ofNanos(250_000);

  private final FluxSink<?> downstream;
  private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();
  private volatile boolean closed;

  /** Who waits, and for how many. */
  private record Waiter(int atLeast, MonoSink<Boolean> sink) {}

  Demand(FluxSink<?> downstream) {
    this.downstream = downstream;
    downstream.onRequest(n -> wake());
  }

  /** What is asked for now. */
  int now() {
    return (int) Math.min(downstream.requestedFromDownstream(), Integer.MAX_VALUE);
  }

  /** Completes once something is asked for; true, or false when nothing will be any more. */
  Mono<Boolean> any() {
    return atLeast(1);
  }

  /**
   * Like {@link #any}, and then waits a moment for that many: slots become free one by one, and a
   * claim for each would cost more than the tasks.
   */
  Mono<Boolean> gathered(int many) {
    return any().flatMap(open -> open ? gather(many) : Mono.just(false));
  }

  /** A race and no timeout, which drops the answer that comes at the same time. */
  private Mono<Boolean> gather(int many) {
    return Mono.firstWithSignal(atLeast(many), Mono.delay(GATHER).flatMap(late -> any()));
  }

  /** Nothing is asked for any more. */
  void close() {
    closed = true;
    wake();
  }

  private Mono<Boolean> atLeast(int many) {
    return Mono.create(
        sink -> {
          waiter.set(new Waiter(many, sink));
          wake();
        });
  }

  private void wake() {
    Waiter waiting = waiter.get();
    if (waiting != null
        && (closed || now() >= waiting.atLeast)
        && waiter.compareAndSet(waiting, null)) {
      waiting.sink.success(!closed);
    }
  }
}
