package io.sluice.load.fault.proxy;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What the network does to every connection, until something else is asked for.
 *
 * @param loses asked once for each connection: whether what it carries is lost
 * @param still whether nothing passes at all
 */
record Weather(Duration delay, BooleanSupplier loses, boolean still) {
  static final Weather FAIR = new Weather(Duration.ZERO, () -> false, false);

  Weather withDelay(Duration other) {
    return new Weather(other, loses, still);
  }

  Weather withLoss(BooleanSupplier other) {
    return new Weather(delay, other, still);
  }

  Weather standStill() {
    return new Weather(delay, loses, true);
  }
}
