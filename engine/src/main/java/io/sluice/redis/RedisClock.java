package io.sluice.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.guard.Guarded;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * The time of Redis, carried on by this process's monotonic clock between two looks. What is stored
 * is never by the wall clock of a client. A clock of Redis that is set is followed within seconds.
 */
public final class RedisClock {
  /** Bounds how long a clock that is set goes unnoticed. */
  private static final Duration GLANCE_EVERY = Duration.ofSeconds(5);

  /** Two clocks drift by some parts per million: well below a millisecond in this many glances. */
  private static final int GLANCES_A_LOOK = 6;

  /** No drift and no delay of a reply comes to this: Redis was set to another time. */
  private static final long STEP_MICROS = 500_000;

  private static final int LOOKS = 5;

  private final StatefulRedisConnection<byte[], byte[]> connection;

  private final AtomicInteger glances = new AtomicInteger();

  private volatile Reading last = new Reading(0, 0, 0);

  /** The time of Redis at a time of this process, and how long the way there and back was. */
  private record Reading(long redisMicros, long nanos, long way) {
    Reading better(Reading other) {
      return way <= other.way ? this : other;
    }

    long microsAt(long laterNanos) {
      return redisMicros + (laterNanos - nanos) / 1_000;
    }
  }

  public RedisClock(StatefulRedisConnection<byte[], byte[]> connection) {
    this.connection = connection;
  }

  public Instant now() {
    return Instant.ofEpochMilli(last.microsAt(System.nanoTime()) / 1_000);
  }

  /**
   * Looks at the time of Redis some times and keeps the look with the shortest way there and back:
   * what is uncertain is where between the two the answer was given.
   */
  public Mono<Void> look() {
    return once().repeat(LOOKS - 1).reduce(Reading::better).doOnNext(best -> last = best).then();
  }

  /** One look, and more of them now and then, and whenever the time is not what was expected. */
  Mono<Void> glance() {
    return Mono.defer(
        () ->
            glances.incrementAndGet() % GLANCES_A_LOOK == 0
                ? look()
                : once().filter(this::isAStep).flatMap(reading -> look()));
  }

  private boolean isAStep(Reading reading) {
    long off = Math.abs(reading.redisMicros - last.microsAt(reading.nanos));
    return off > STEP_MICROS + reading.way / 1_000;
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
  public Disposable keepLooking() {
    return PeriodicLoop.start("clock", GLANCE_EVERY, glance(), error -> {}, Timers.scheduler());
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, ISO_8859_1));
  }
}
