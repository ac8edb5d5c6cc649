package io.sluice.gateway.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Bounds how often an address may come with tokens that are not known. A table of fixed size:
 * addresses that share a place share its bound, which hurts nobody who has a token.
 */
final class FailureThrottle {
  /** So many at once, and then one in each period. */
  static final int BURST = 200;

  static final Duration PERIOD = Duration.ofMillis(100);

  private static final int PLACES = 4096;

  /** Of an IPv6 address only the network counts: its holder has all that are in it. */
  private static final int NETWORK_BYTES = 8;

  private final int seed = ThreadLocalRandom.current().nextInt();
  private final LongSupplier nanoTime;

  /** For each place, until when its failures so far are spread when there is one in each period. */
  private final AtomicLongArray spreadUntil = new AtomicLongArray(PLACES);

  FailureThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    long now = nanoTime.getAsLong();
    for (int place = 0; place < PLACES; place++) {
      spreadUntil.set(place, now);
    }
  }

  /**
   * Notes a failure.
   *
   * @return how long to wait before the next; zero when that was not one too many
   */
  Duration failed(InetAddress from) {
    int place = place(from);
    long now = nanoTime.getAsLong();
    long burst = PERIOD.toNanos() * BURST;
    while (true) {
      long until = spreadUntil.get(place);
      long next = (until - now > 0 ? until : now) + PERIOD.toNanos();
      if (next - now > burst) {
        return Duration.ofNanos(next - now - burst);
      }
      if (spreadUntil.compareAndSet(place, until, next)) {
        return Duration.ZERO;
      }
    }
  }

  private int place(InetAddress from) {
    byte[] address = from.getAddress();
    byte[] network = from instanceof Inet6Address ? Arrays.copyOf(address, NETWORK_BYTES) : address;
    int mixed = (Arrays.hashCode(network) ^ seed) * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & (PLACES - 1);
  }
}
