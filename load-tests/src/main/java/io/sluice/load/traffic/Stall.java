package io.sluice.load.traffic;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Notices that a count does not move any more: a run must end even when the engine hangs. */
public final class Stall {
  /** Longer than a session and its reaping take. */
  public static final Duration AFTER = Duration.ofSeconds(30);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** Emits the instant, by {@link System#nanoTime}, once the count has not moved for so long. */
  public static Mono<Long> of(LongSupplier count) {
    return Flux.interval(LOOK_EVERY)
        .onBackpressureDrop()
        .map(tick -> count.getAsLong())
        .distinctUntilChanged()
        .timeout(AFTER)
        .then(Mono.<Long>empty())
        .onErrorResume(TimeoutException.class, e -> Mono.fromSupplier(System::nanoTime));
  }

  private Stall() {}
}
