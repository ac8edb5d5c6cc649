package io.sluice.worker;

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
  private final FluxSink<?> downstream;
  private final AtomicReference<@Nullable MonoSink<Boolean>> waiter = new AtomicReference<>();
  private volatile boolean closed;

  Demand(FluxSink<?> downstream) {
    this.downstream = downstream;
    downstream.onRequest(n -> wake());
  }

  /** What is asked for now. */
  int now() {
    return (int) Math.min(downstream.requestedFromDownstream(), Integer.MAX_VALUE);
  }

  /** Completes once something is asked for; true, or false when nothing will be any more. */
  Mono<Boolean> await() {
    return Mono.create(
        sink -> {
          waiter.set(sink);
          if (closed || now() > 0) {
            wake();
          }
        });
  }

  /** Nothing is asked for any more. */
  void close() {
    closed = true;
    wake();
  }

  private void wake() {
    MonoSink<Boolean> waiting = waiter.getAndSet(null);
    if (waiting != null) {
      waiting.success(!closed);
    }
  }
}
