package io.sluice.redis.link;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.sluice.testing.TestRedis;
import org.junit.jupiter.api.Test;

class LoginTest {
  @Test
  void aConnectionIsGivenOnItsOwnThreadWhichHasBegunIt() {
    try (TestRedis redis = TestRedis.start()) {
      RedisClient operator = RedisClient.create(redis.uri());
      operator
          .connect()
          .sync()
          .aclSetuser(
              "boss",
              AclSetuserArgs.Builder.on()
                  .addPassword("secret")
                  .allKeys()
                  .allCommands()
                  .allChannels());
      operator.shutdown();
      Connections connections =
          new Connections(redis.uri().replace("redis://", "redis://boss:secret@"), event -> {});
      try {
        for (int i = 0; i < 20; i++) {
          String thread =
              connections.open().map(open -> Thread.currentThread().getName()).block(SOON);
          assertThat(thread).startsWith("lettuce-").contains("EventLoop");
        }
      } finally {
        connections.shutdown().block(SOON);
      }
    }
  }
}
