package io.sluice.memory;

import io.sluice.loop.Timers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * Words to whoever listens. One who is slow misses some rather than have them kept: they are hints.
 * Told under the lock of the queue, heard on another thread.
 */
final class Hints<T> {
  /** Words that a listener may lag behind before it misses some. */
  private static final int MAX_LAG = 1024;

  private final List<Sinks.Many<T>> listeners = new CopyOnWriteArrayList<>();

  /** Hears from now on, also before it is subscribed to; for one subscriber. */
  Flux<T> listen() {
    Sinks.Many<T> sink = Sinks.many().unicast().onBackpressureBuffer(Queues.<T>get(MAX_LAG).get());
    listeners.add(sink);
    return sink.asFlux().doFinally(end -> listeners.remove(sink)).publishOn(Timers.scheduler());
  }

  synchronized void tell(T word) {
    listeners.forEach(sink -> sink.tryEmitNext(word));
  }
}
