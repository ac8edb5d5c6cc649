package io.sluice.redis.link;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.sluice.testing.TestRedis;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoginTest {
  @Test
  void aConnectionOfWhichAnotherThreadTellsIsGivenOnItsOwnThreadWhichHasBegunIt() {
    try (TestRedis redis = TestRedis.start()) {
      RedisURI uri = RedisURI.create(redis.uri());
      Client client = new Client(uri, null, CommandLatencyRecorder.disabled());
      client
          .connected(redis.uri(), to -> to.connectAsync(ByteArrayCodec.INSTANCE, uri))
          .block(SOON);

      String thread =
          client
              .connected(redis.uri(), to -> CompletableFuture.supplyAsync(() -> "connection"))
              .map(connection -> Thread.currentThread().getName())
              .block(SOON);

      assertThat(thread).startsWith("lettuce-").contains("EventLoop");
      client.shutdown().block(SOON);
    }
  }
}
