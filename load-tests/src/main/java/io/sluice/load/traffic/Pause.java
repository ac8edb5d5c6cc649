package io.sluice.load.traffic;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Time that passes without blocking anybody. */
final class Pause {
  /** A run is given up when nothing moves for {@link Stall#AFTER}; no task may take that long. */
  static final Duration LONGEST = Stall.AFTER.dividedBy(2);

  static Mono<Void> of(Duration time) {
    return time.isZero() ? Mono.empty() : Mono.delay(time).then();
  }

  static Duration checked(String option, Duration time) {
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          option
              + " must be at most "
              + LONGEST.toSeconds()
              + "s, is "
              + time.toSeconds()
              + "s: a run is given up when nothing ends for "
              + Stall.AFTER.toSeconds()
              + "s");
    }
    return time;
  }

  private Pause() {}
}
