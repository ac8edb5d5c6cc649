package io.sluice.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Guarded;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import java.time.Duration;
import java.time.Instant;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * The time of Redis, carried on by this process's monotonic clock between two looks. What is stored
 * is never by the wall clock of a client.
 */
final class RedisClock {
  /** Two clocks drift by some parts per million: well below a millisecond in this time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  private static final int LOOKS = 5;

  private final StatefulRedisConnection<byte[], byte[]> connection;

  private volatile Reading last = new Reading(0, 0, 0);

  /** The time of Redis at a time of this process, and how long the way there and back was. */
  private record Reading(long redisMicros, long nanos, long way) {
    Reading better(Reading other) {
      return way <= other.way ? this : other;
    }
  }

  RedisClock(StatefulRedisConnection<byte[], byte[]> connection) {
    this.connection = connection;
  }

  Instant now() {
    Reading reading = last;
    return Instant.ofEpochMilli(
        (reading.redisMicros + (System.nanoTime() - reading.nanos) / 1_000) / 1_000);
  }

  /**
   * Looks at the time of Redis some times and keeps the look with the shortest way there and back:
   * what is uncertain is where between the two the answer was given.
   */
  Mono<Void> look() {
    return once().repeat(LOOKS - 1).reduce(Reading::better).doOnNext(best -> last = best).then();
  }

  private Mono<Reading> once() {
    return Guarded.step(
        () -> {
          long sent = System.nanoTime();
          return Connections.commands(connection)
              .time()
              .collectList()
              .map(
                  time -> {
                    long way = System.nanoTime() - sent;
                    long micros = number(time.get(0)) * 1_000_000 + number(time.get(1));
                    return new Reading(micros, sent + way / 2, way);
                  })
              .onErrorMap(error -> Errors.translate("time", error));
        });
  }

  /** Looks again and again; a look that fails is made up for by the next. */
  Disposable keepLooking() {
    return PeriodicLoop.start("clock", LOOK_EVERY, look(), error -> {}, Timers.scheduler());
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, ISO_8859_1));
  }
}
