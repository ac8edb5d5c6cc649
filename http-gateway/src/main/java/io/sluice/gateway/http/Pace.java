package io.sluice.gateway.http;

import io.sluice.gateway.access.Caller;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Slows a stream of lines down to the rate of its caller. A stream is not refused line by line: its
 * caller has sent what is refused, and would have to find out which lines to send again.
 */
final class Pace {
  private final Caller caller;

  Pace(Caller caller) {
    this.caller = caller;
  }

  /** The same lines, each group when it is within the rate. */
  Flux<List<Line>> slowed(Flux<List<Line>> groups) {
    return groups.concatMap(lines -> turn(lines.size()).thenReturn(lines), 1);
  }

  private Mono<Void> turn(int lines) {
    return Mono.defer(
        () -> {
          Duration wait = caller.takeAhead(lines);
          return wait.isZero() ? Mono.empty() : Mono.delay(wait).then();
        });
  }
}
