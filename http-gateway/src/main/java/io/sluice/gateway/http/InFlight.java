package io.sluice.gateway.http;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The requests under way, and whether the server wants more: what a stop in good order needs. */
public final class InFlight {
  private final AtomicInteger requests = new AtomicInteger();
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private final Sinks.Empty<Void> drained = Sinks.empty();
  private volatile boolean stops;

  public InFlight() {}

  /** The work, counted from its subscription until it ends, fails or is cancelled. */
  public <T> Mono<T> count(Mono<T> work) {
    return Mono.using(() -> requests.incrementAndGet(), n -> work, n -> leave());
  }

  /** Completes when the stop begins: whoever holds an answer back gives it now. */
  public Mono<Void> whenStopping() {
    return stopping.asMono();
  }

  public boolean stopping() {
    return stops;
  }

  /** Begins the stop; completes when no request is left. */
  public Mono<Void> stop() {
    return Mono.defer(
        () -> {
          stops = true;
          stopping.tryEmitEmpty();
          tellIfDrained();
          return drained.asMono();
        });
  }

  private void leave() {
    requests.decrementAndGet();
    tellIfDrained();
  }

  private void tellIfDrained() {
    if (stops && requests.get() == 0) {
      drained.tryEmitEmpty();
    }
  }
}
