package io.sluice.load.scenario;

import io.sluice.load.traffic.Stall;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tasks that keep their slots until they are let go. */
final class Held {
  private final int count;
  private final AtomicInteger started = new AtomicInteger();
  private final Sinks.Empty<Void> all = Sinks.empty();

  /** One each: a shared one would copy its list of subscribers for each that comes. */
  private final Queue<Sinks.Empty<byte[]>> open = new ConcurrentLinkedQueue<>();

  Held(int count) {
    this.count = count;
    if (count == 0) {
      all.tryEmitEmpty();
    }
  }

  /** What such a task's handler gives. */
  Publisher<byte[]> task() {
    Sinks.Empty<byte[]> end = Sinks.empty();
    open.add(end);
    if (started.incrementAndGet() == count) {
      all.tryEmitEmpty();
    }
    return end.asMono();
  }

  /** Completes when all have their slots, or when no more get one for long. */
  Mono<Void> allStarted() {
    return Mono.firstWithSignal(all.asMono(), Stall.of(started::get).then());
  }

  void letGo() {
    for (Sinks.Empty<byte[]> end = open.poll(); end != null; end = open.poll()) {
      end.tryEmitEmpty();
    }
  }
}
