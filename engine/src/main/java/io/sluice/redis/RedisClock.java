package io.sluice.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The time of Redis, carried on by this process's monotonic clock between two looks. What is stored
 * is never by the wall clock of a client.
 */
final class RedisClock {
  /** Two clocks drift by some parts per million: well below a millisecond in this time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  private final StatefulRedisConnection<byte[], byte[]> connection;

  private volatile Reading last = new Reading(0, 0);

  private record Reading(long redisMicros, long nanos) {}

  RedisClock(StatefulRedisConnection<byte[], byte[]> connection) {
    this.connection = connection;
  }

  Instant now() {
    Reading reading = last;
    return Instant.ofEpochMilli(
        (reading.redisMicros + (System.nanoTime() - reading.nanos) / 1_000) / 1_000);
  }

  /** Looks at the time of Redis; the answer is from the middle of the way there and back. */
  Mono<Void> look() {
    return Mono.defer(
        () -> {
          long sent = System.nanoTime();
          return Connections.commands(connection)
              .time()
              .collectList()
              .doOnNext(
                  time -> {
                    long micros = number(time.get(0)) * 1_000_000 + number(time.get(1));
                    last = new Reading(micros, sent + (System.nanoTime() - sent) / 2);
                  })
              .onErrorMap(error -> Errors.translate("time", error))
              .then();
        });
  }

  /** Looks again and again; a look that fails is made up for by the next. */
  Flux<Void> keepLooking() {
    return Flux.interval(LOOK_EVERY)
        .onBackpressureDrop()
        .concatMap(tick -> look().onErrorComplete(), 0);
  }

  private static long number(byte[] digits) {
    return Long.parseLong(new String(digits, ISO_8859_1));
  }
}
