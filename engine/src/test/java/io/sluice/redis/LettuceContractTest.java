package io.sluice.redis;

import static io.sluice.redis.link.Connections.commands;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.UnblockType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * What the engine relies on in Lettuce, with the engine's own settings: when an upgrade fails here,
 * the name says what changed.
 */
@Timeout(60)
class LettuceContractTest {
  private static final byte[] KEY = "k".getBytes(UTF_8);
  private static final byte[] OTHER = "o".getBytes(UTF_8);
  private static final double FOR_LONG = 2.5;
  private static final int LOST_REPLIES = 20;

  private static TestRedis redis;
  private static RedisTampering direct;

  private final List<Connections> opened = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = TestRedis.start();
    direct = new RedisTampering(redis.uri());
  }

  @AfterAll
  static void stopRedis() {
    direct.close();
    redis.close();
  }

  @AfterEach
  void disconnect() {
    opened.forEach(connections -> connections.shutdown().block(SOON));
    direct.commands().flushall();
  }

  @Test
  void aCommandWhoseReplyWasLostIsNeverSentAgain() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (nth, line) -> {
              if (nth % 2 == 0) {
                line.reset();
              } else {
                line.finish();
              }
            })) {
      StatefulRedisConnection<byte[], byte[]> connection = open(server.uri());
      for (int i = 0; i < LOST_REPLIES; i++) {
        Eventually.eventually(connection::isOpen);
        Throwable error = failure(commands(connection).incr(KEY));
        assertThat(Errors.translate("incr", error)).isInstanceOf(RedisUnavailableException.class);
      }
      Eventually.eventually(connection::isOpen);

      assertThat(server.commands()).hasSizeLessThanOrEqualTo(LOST_REPLIES).isNotEmpty();
    }
  }

  @Test
  void aCommandThatIsCutOffByAResetOrAnEndIsToldAsUnavailable() throws IOException {
    for (boolean reset : List.of(true, false)) {
      try (ScriptedServer server =
          new ScriptedServer(
              (nth, line) -> {
                if (reset) {
                  line.reset();
                } else {
                  line.finish();
                }
              })) {
        Throwable error = failure(commands(open(server.uri())).incr(KEY));

        assertThat(Errors.translate("incr", error)).isInstanceOf(RedisUnavailableException.class);
      }
    }
  }

  @Test
  void aServerThatRefusesToBeConnectedToIsToldAsUnavailable() {
    assertThat(failure(connections("redis://127.0.0.1:1").open()))
        .isInstanceOf(RedisUnavailableException.class);
  }

  @Test
  void aProxyThatKnowsNotAllCommandsIsToldByTheOneThatItEndedTheConnectionAt() throws IOException {
    try (ScriptedServer proxy = ScriptedServer.proxy()) {
      String address = proxy.uri().substring("redis://".length());
      for (Mono<?> connecting :
          List.of(connections(proxy.uri()).open(), connections(proxy.uri()).openPubSub())) {
        assertThat(failure(connecting))
            .isInstanceOf(RedisUnavailableException.class)
            .hasMessageContainingAll(address, "sent CLIENT", "twemproxy")
            .hasMessageNotContainingAny("Unable to connect", "unresolved");
      }
      assertThat(failure(connections(proxy.uri() + "/3").open()))
          .hasMessageContainingAll(address, "sent SELECT");
    }
  }

  @Test
  void aCommandIsRefusedAtOnceWhileThereIsNoConnection() throws IOException {
    ScriptedServer server = new ScriptedServer((nth, line) -> line.reset());
    StatefulRedisConnection<byte[], byte[]> connection = open(server.uri());
    server.close();
    Eventually.eventually(() -> !connection.isOpen());
    long start = System.nanoTime();

    Throwable error = failure(commands(connection).incr(KEY));

    assertThat(error)
        .isInstanceOf(RedisException.class)
        .isNotInstanceOf(RedisCommandTimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Connections.COMMAND_TIMEOUT);
    assertThat(server.commands()).isEmpty();
  }

  @Test
  void aCommandTimesOutByItsOwnBoundAndItsLateReplyIsNotTakenForTheNext() throws IOException {
    Queue<ScriptedServer.Line> unanswered = new ConcurrentLinkedQueue<>();
    try (ScriptedServer server =
        new ScriptedServer(
            (nth, line) -> {
              if (nth == 1) {
                unanswered.add(line);
              } else {
                line.say(":" + nth);
              }
            })) {
      StatefulRedisConnection<byte[], byte[]> connection = open(server.uri());
      long start = System.nanoTime();

      assertThat(failure(commands(connection).incr(KEY)))
          .isInstanceOf(RedisCommandTimeoutException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Connections.COMMAND_TIMEOUT.minusMillis(50));
      unanswered.remove().say(":1");
      assertThat(commands(connection).incr(KEY).block(SOON)).isEqualTo(2);
    }
  }

  @Test
  void aConnectionThatAnswersNothingIsReplacedByItself() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (nth, line) -> {
              if (nth > 1) {
                line.say(":" + nth);
              }
            })) {
      StatefulRedisConnection<byte[], byte[]> connection = open(server.uri());
      Reconnects reconnects = new Reconnects();
      connection.addListener(reconnects);

      assertThat(failure(commands(connection).incr(KEY)))
          .isInstanceOf(RedisCommandTimeoutException.class);
      Eventually.eventually(() -> reconnects.count() == 1);
      assertThat(commands(connection).incr(KEY).block(SOON)).isEqualTo(2);
    }
  }

  @Test
  void aConnectionThatIsOnlyIdleStays() throws IOException {
    try (ScriptedServer server = new ScriptedServer((nth, line) -> line.say(":" + nth))) {
      StatefulRedisConnection<byte[], byte[]> connection = open(server.uri());
      Reconnects reconnects = new Reconnects();
      connection.addListener(reconnects);
      commands(connection).incr(KEY).block(SOON);
      Mono.delay(Connections.SILENCE.plusMillis(500)).block(SOON);

      assertThat(commands(connection).incr(KEY).block(SOON)).isEqualTo(2);
      assertThat(reconnects.count()).isZero();
    }
  }

  @Test
  void aBlmoveThatIsCancelledStillMovesAnElement() {
    Disposable waiting = blmove(open(redis.uri()), FOR_LONG).subscribe();
    Eventually.eventually(() -> direct.blocked() == 1);

    waiting.dispose();
    direct.commands().lpush(KEY, "e".getBytes(UTF_8));

    Eventually.eventually(() -> direct.commands().llen(OTHER) == 1);
  }

  @Test
  void aBlmoveThatTimesOutOnTheServerCompletesEmpty() {
    assertThat(blmove(open(redis.uri()), 0.05).hasElement().block(SOON)).isFalse();
  }

  @Test
  void aBlmoveThatIsUnblockedCompletesEmptyOrErrsAsTold() {
    StatefulRedisConnection<byte[], byte[]> connection = open(redis.uri());
    long id = commands(connection).clientId().block(SOON);
    for (UnblockType how : UnblockType.values()) {
      Mono<Boolean> moved = blmove(connection, FOR_LONG).hasElement().cache();
      moved.subscribe(any -> {}, error -> {});
      Eventually.eventually(() -> direct.blocked() == 1);
      direct.commands().clientUnblock(id, how);

      if (how == UnblockType.TIMEOUT) {
        assertThat(moved.block(SOON)).isFalse();
      } else {
        Throwable error = failure(moved);
        assertThat(error)
            .isInstanceOf(RedisCommandExecutionException.class)
            .hasMessageStartingWith("UNBLOCKED ");
        assertThat(Errors.translate("blmove", error)).isInstanceOf(RedisUnavailableException.class);
      }
    }
  }

  @Test
  void aScriptThatTheServerDoesNotKnowIsNotRetriedByItself() {
    StatefulRedisConnection<byte[], byte[]> connection = open(redis.uri());
    String unknown = "0".repeat(40);
    direct.commands().configResetstat();

    assertThat(failure(commands(connection).evalsha(unknown, ScriptOutputType.INTEGER, KEY).next()))
        .isInstanceOf(RedisNoScriptException.class);
    assertThat(direct.commands().info("commandstats"))
        .contains("cmdstat_evalsha:calls=1,")
        .doesNotContain("cmdstat_eval:");
  }

  @Test
  void aSubscriptionComesBackWithItsConnection() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection =
        connections(redis.uri()).openPubSub().block(SOON);
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(byte[] channel, byte[] message) {
            heard.add(new String(message, UTF_8));
          }
        });
    connection.reactive().subscribe(KEY).block(SOON);

    direct.commands().clientKill(KillArgs.Builder.typePubsub());

    Eventually.eventually(() -> direct.commands().publish(KEY, "again".getBytes(UTF_8)) == 1);
    Eventually.eventually(() -> heard.contains("again"));
  }

  private static Mono<byte[]> blmove(
      StatefulRedisConnection<byte[], byte[]> connection, double seconds) {
    return commands(connection).blmove(KEY, OTHER, LMoveArgs.Builder.leftRight(), seconds);
  }

  private StatefulRedisConnection<byte[], byte[]> open(String uri) {
    return connections(uri).open().block(SOON);
  }

  private Connections connections(String uri) {
    Connections connections = new Connections(uri, event -> {});
    opened.add(connections);
    return connections;
  }

  private static Throwable failure(Mono<?> failing) {
    return failing
        .<Throwable>map(value -> new AssertionError("gave " + value))
        .onErrorResume(Mono::just)
        .block(SOON);
  }
}
