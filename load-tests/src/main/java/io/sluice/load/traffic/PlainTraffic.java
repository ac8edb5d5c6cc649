package io.sluice.load.traffic;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * One queue, and a handler that takes a given time.
 *
 * @param handler how long each task runs, without blocking
 */
public record PlainTraffic(String name, Duration handler) implements Traffic {
  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return Pause.of(handler);
  }
}
