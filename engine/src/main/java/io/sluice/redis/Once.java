package io.sluice.redis;

import io.sluice.loop.Timers;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * What is begun by the first who asks, and then is there for all who do. Who leaves while it is
 * under way does not end it: its end would be lost, as a connection that nobody has.
 */
final class Once {
  /** Reactor keeps what has this long to live without a timer. */
  private static final Duration FOR_GOOD = Duration.ofMillis(Long.MAX_VALUE);

  /** Kept once it is there; after an error the next who asks begins anew. */
  static <T> Mono<T> kept(Mono<T> work) {
    return kept(work, Duration.ZERO);
  }

  /** The same, but an error is the answer for a while. */
  static <T> Mono<T> kept(Mono<T> work, Duration failed) {
    return cached(work, FOR_GOOD, failed);
  }

  /** One at a time: who asks while it is under way gets what it gives, the next begins anew. */
  static <T> Mono<T> shared(Mono<T> work) {
    return cached(work, Duration.ZERO, Duration.ZERO);
  }

  private static <T> Mono<T> cached(Mono<T> work, Duration given, Duration failed) {
    return work.cache(value -> given, error -> failed, () -> Duration.ZERO, Timers.scheduler());
  }

  private Once() {}
}
