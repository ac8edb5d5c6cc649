package io.sluice.claim;

import io.sluice.loop.Timers;
import io.sluice.script.Landing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The end of one claim loop: asked for at any time, reached when the loop has left its turn. */
final class LoopEnd {
  /** A Redis that does not answer must not keep a process from stopping. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration WAKE_AGAIN = Duration.ofMillis(100);

  private final Landing landing;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Sinks.Empty<Void> asking = Sinks.empty();
  private final Sinks.Empty<Void> reaching = Sinks.empty();

  LoopEnd(Landing landing) {
    this.landing = landing;
  }

  void ask() {
    asked.set(true);
    asking.tryEmitEmpty();
  }

  boolean isAsked() {
    return asked.get();
  }

  Mono<Void> asked() {
    return asking.asMono();
  }

  void reach() {
    reaching.tryEmitEmpty();
  }

  Mono<Void> reached() {
    return reaching.asMono();
  }

  /** Wakes the loop until it has ended, or for {@link #PATIENCE}. */
  Mono<Void> awaited() {
    return reached()
        .mergeWith(waking(landing).takeUntilOther(reached()))
        .then()
        .timeout(PATIENCE, Timers.scheduler())
        .onErrorComplete();
  }

  /**
   * Wakes who waits there, for good. He may be about to park, so that one call to wake him is not
   * enough.
   */
  static Flux<Void> waking(Landing landing) {
    return Flux.interval(Duration.ZERO, WAKE_AGAIN, Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(tick -> landing.wake().onErrorComplete(), 0);
  }
}
