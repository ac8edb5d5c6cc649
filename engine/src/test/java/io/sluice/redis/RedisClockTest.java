package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.redis.link.Connections;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server tells the time that the test wants. */
class RedisClockTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(9);
  private static final long START = Instant.parse("2026-11-20T12:00:00Z").getEpochSecond();

  @Test
  void aClockThatIsSetIsFollowedAtTheNextGlance() throws IOException {
    AtomicLong seconds = new AtomicLong(START);
    try (ScriptedServer server =
        new ScriptedServer((nth, line) -> line.say("*2\r\n$10\r\n" + seconds + "\r\n$1\r\n0"))) {
      Connections connections = new Connections(server.uri(), event -> {});
      StatefulRedisConnection<byte[], byte[]> connection = connections.open().block(SOON);
      RedisClock clock = new RedisClock(connection);
      clock.look().block(SOON);
      assertThat(Duration.between(Instant.ofEpochSecond(START), clock.now())).isLessThan(CLOSE);

      for (long step : List.of(-3_600L, 7_200L, 10L)) {
        seconds.addAndGet(step);
        clock.glance().block(SOON);

        assertThat(Duration.between(Instant.ofEpochSecond(seconds.get()), clock.now()))
            .as("after a step of %d s", step)
            .isBetween(Duration.ZERO, CLOSE);
      }
      connections.shutdown().block(SOON);
    }
  }
}
