package io.sluice.redis.sentinel;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentinels that do not agree, or do not answer. */
class SeveralSentinelsTest {
  private static final String QUEUE = "several";

  @Test
  void theOneThatSawTheLastFailoverIsBelieved() {
    try (TestRedis master = TestRedis.start();
        TestRedis replica = TestRedis.with("--replicaof 127.0.0.1 " + master.port());
        TestRedis another = TestRedis.start();
        TestRedis behind = TestRedis.sentinelOf("main", another);
        TestRedis ahead = TestRedis.sentinelOf("main", master)) {
      eventually(() -> say(replica, "INFO", "replication").contains("master_link_status:up"));
      eventually(() -> say(ahead, "INFO", "sentinel").contains("slaves=1"));
      assertThat(say(ahead, "SENTINEL", "FAILOVER", "main")).isEqualTo("OK");
      eventually(
          () ->
              say(ahead, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main")
                  .contains(String.valueOf(replica.port())));

      enqueueBy(behind.port(), ahead.port());

      assertThat(say(another, "EXISTS", tasks())).isEqualTo("0");
      assertThat(say(replica, "EXISTS", tasks())).isEqualTo("1");
    }
  }

  @Test
  void thoseThatDoNotAnswerArePassedOver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestRedis master = TestRedis.start();
        TestRedis sentinel = TestRedis.sentinelOf("main", master)) {
      enqueueBy(1, silent.getLocalPort(), sentinel.port());

      assertThat(say(master, "EXISTS", tasks())).isEqualTo("1");
    }
  }

  @Test
  void whyNoneCanBeAskedIsSaid() {
    assertThatThrownBy(() -> enqueueBy(1))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessage(
            "cannot connect to the master 'main' by the Sentinels 127.0.0.1:1: the Sentinel"
                + " 127.0.0.1:1: nothing listens there");
  }

  @Test
  void aRedisIsNoSentinel() {
    try (TestRedis redis = TestRedis.start()) {
      assertThatThrownBy(() -> enqueueBy(redis.port()))
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageEndingWith("it is no Sentinel: give a Redis as redis://host:6379");
    }
  }

  @Test
  void thatASentinelWantsAPasswordIsSaidOfTheSentinel() {
    try (TestRedis master = TestRedis.start();
        TestRedis sentinel = TestRedis.sentinelOf("main", master)) {
      say(sentinel, "SENTINEL", "CONFIG", "SET", "sentinel-pass", "x"); // of it to others
      say(sentinel, "ACL", "SETUSER", "default", "resetpass", ">secret");

      assertThatThrownBy(() -> enqueueBy(sentinel.port()))
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageContaining("the Sentinel 127.0.0.1:" + sentinel.port() + ": it wants a pass");
      enqueueAt("redis-sentinel://127.0.0.1:" + sentinel.port() + "?sentinel=secret#main");
    }
  }

  private static void enqueueBy(int... ports) {
    StringBuilder uri = new StringBuilder("redis-sentinel://");
    for (int port : ports) {
      uri.append(uri.toString().endsWith("/") ? "" : ",").append("127.0.0.1:").append(port);
    }
    enqueueAt(uri + "#main");
  }

  private static void enqueueAt(String uri) {
    try (Sluice sluice = Sluice.builder(SluiceConfig.of(uri)).listener(event -> {}).connect()) {
      sluice.enqueue(QUEUE, ECHO.with("x")).block(SOON);
    }
  }

  private static String tasks() {
    return "sluice:{" + QUEUE + "}:tasks";
  }

  private static String say(TestRedis redis, String... words) {
    try (RedisLine line = new RedisLine(redis.port())) {
      return String.valueOf(line.say(List.of(words)));
    }
  }
}
