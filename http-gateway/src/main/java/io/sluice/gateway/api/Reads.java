package io.sluice.gateway.api;

import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Bounds what asks Redis: a caller learns within a second that Redis does not answer. */
final class Reads {
  /** Leaves a fifth of that second for the way. */
  static final Duration TIMEOUT = Duration.ofMillis(800);

  static <T> Mono<T> bounded(Mono<T> read) {
    return read.timeout(
        TIMEOUT,
        Mono.error(
            () ->
                new RedisUnavailableException(
                    "no answer to a read within " + TIMEOUT.toMillis() + " ms", null)));
  }

  private Reads() {}
}
