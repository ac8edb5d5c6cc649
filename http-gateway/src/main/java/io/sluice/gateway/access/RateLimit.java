package io.sluice.gateway.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Counts what one token has used of its rate. Never waits: who must wait is told how long. */
final class RateLimit {
  private final Rate rate;
  private final Bucket bucket;

  RateLimit(Rate rate) {
    this.rate = rate;
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.period()))
            .withNanosecondPrecision()
            .build();
  }

  /** Takes one, if it is there. */
  Quota take() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return new Quota(
        rate,
        probe.isConsumed(),
        Math.max(0, probe.getRemainingTokens()),
        Duration.ofNanos(probe.getNanosToWaitForReset()),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /**
   * Takes so many, also when they are not there yet.
   *
   * @return how long it is until they are
   */
  Duration takeAhead(int count) {
    return Duration.ofNanos(bucket.consumeIgnoringRateLimits(count));
  }
}
