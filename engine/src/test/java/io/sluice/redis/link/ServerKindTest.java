package io.sluice.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.config.SluiceConfig;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.TestEngine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address leads to is said at once, with what to do. */
class ServerKindTest {
  private static final String NO_HELLO = "--rename-command HELLO ";
  private static final String NO_INFO = "--rename-command INFO ";
  private static final String NO_ROLE = "--rename-command ROLE ";

  @ParameterizedTest
  @ValueSource(strings = {"--loglevel notice", NO_HELLO})
  void aNodeOfAClusterIsNoRedisForSluice(String more) {
    try (TestRedis node = TestRedis.with("--cluster-enabled yes " + more)) {
      assertRefused(node, " is a node of a Redis Cluster: give the Cluster as redis-cluster://");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--loglevel notice", NO_HELLO, NO_HELLO + " " + NO_INFO})
  void aReplicaIsRefusedWithTheAddressOfItsMaster(String more) {
    try (TestRedis master = TestRedis.start();
        TestRedis replica = TestRedis.with("--replicaof 127.0.0.1 " + master.port() + " " + more)) {
      assertRefused(
          replica, " is a replica of 127.0.0.1:" + master.port() + ", and takes no writes");
    }
  }

  @Test
  void aReplicaThatMayNotNameItsMasterIsRefusedAsWell() {
    try (TestRedis master = TestRedis.start();
        TestRedis replica =
            TestRedis.with("--replicaof 127.0.0.1 " + master.port() + " " + NO_ROLE)) {
      assertRefused(replica, " is a replica, which takes no writes");
    }
  }

  @Test
  void aSentinelIsToBeNamedAsOne() {
    try (TestRedis master = TestRedis.start();
        TestRedis sentinel = TestRedis.sentinelOf("main", master)) {
      assertRefused(
          sentinel,
          " is a Sentinel, which holds no tasks: give it as redis-sentinel://127.0.0.1:"
              + sentinel.port()
              + "#NAME");
      assertThatThrownBy(() -> connect(sentinel.uri() + "/3").close())
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageContaining("as where it is a Sentinel");
    }
  }

  @Test
  void aServerThatMayNotBeAskedIsTakenForAMaster() {
    try (TestRedis redis =
            TestRedis.with(String.join(" ", NO_HELLO, NO_INFO, NO_ROLE, "--loglevel notice"));
        Engine engine = connect(redis.uri())) {
      assertThat(engine.sluice.enqueue("q", Work.ECHO.with("x")).block(TestEngine.SOON))
          .isNotNull();
    }
  }

  @Test
  void aClusterThatIsDownIsNotCalledDamaged() {
    try (TestRedis node = TestRedis.with("--cluster-enabled yes")) {
      Connections connections = new Connections(node.uri(), event -> {});
      try {
        var connection = connections.open().block(TestEngine.SOON);
        assertThat(connection).isNotNull();
        assertThatThrownBy(
                () -> Connections.commands(connection).set(new byte[] {1}, new byte[0]).block())
            .satisfies(
                refused ->
                    assertThat(Errors.translate("write", refused))
                        .isInstanceOf(RedisUnavailableException.class)
                        .hasMessage(
                            "write refused: its cluster is down, or has no owner of a slot"
                                + " (CLUSTERDOWN)"));
      } finally {
        connections.shutdown().block(TestEngine.SOON);
      }
    }
  }

  private static void assertRefused(TestRedis server, String words) {
    assertThatThrownBy(() -> connect(server.uri()).close())
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("127.0.0.1:" + server.port() + words);
  }

  private record Engine(Sluice sluice) implements AutoCloseable {
    @Override
    public void close() {
      sluice.stop(Duration.ZERO).block(TestEngine.SOON);
    }
  }

  private static Engine connect(String uri) {
    return new Engine(Sluice.builder(SluiceConfig.of(uri)).listener(event -> {}).connect());
  }
}
