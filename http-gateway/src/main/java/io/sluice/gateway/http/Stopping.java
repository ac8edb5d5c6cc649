package io.sluice.gateway.http;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Whether the server is about to stop: whoever holds an answer back must give it then. */
public final class Stopping {
  private final Sinks.Empty<Void> begun = Sinks.empty();
  private volatile boolean stops;

  public Stopping() {}

  /** From now on. */
  public void begin() {
    stops = true;
    begun.tryEmitEmpty();
  }

  public boolean hasBegun() {
    return stops;
  }

  /** Completes when it begins. */
  public Mono<Void> whenBegun() {
    return begun.asMono();
  }
}
