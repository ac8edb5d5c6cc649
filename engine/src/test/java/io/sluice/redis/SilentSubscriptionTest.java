package io.sluice.redis;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.redis.link.Connections;
import io.sluice.script.ScriptServer;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A subscription that nothing comes over any more, though its connection is open. */
@Timeout(60)
class SilentSubscriptionTest {
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final String NAME = "channel";

  private static TestRedis redis;
  private static RedisTampering direct;

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private SwallowingProxy proxy;
  private Connections connections;
  private Channel channel;

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

  @BeforeEach
  void connect() throws IOException {
    proxy = new SwallowingProxy(redis.port());
    connections = new Connections(proxy.uri(), event -> {});
    channel = new Channel(connections, OFTEN);
  }

  @AfterEach
  void disconnect() throws IOException {
    channel.stop();
    connections.shutdown().block(SOON);
    proxy.close();
  }

  @Test
  void isMadeAnewAndItsListenersAreToldToLook() {
    Disposable listening = channel.hints(NAME).subscribe(heard::add);
    Eventually.eventually(() -> heard.equals(List.of(ScriptServer.IN_FORCE)));
    say("before");
    Eventually.eventually(() -> heard.contains("before"));
    proxy.swallow();
    say("swallowed");
    Eventually.eventually(() -> heard.size() == 3);
    say("after");
    Eventually.eventually(() -> heard.size() == 4);

    listening.dispose();
    assertThat(heard)
        .containsExactly(ScriptServer.IN_FORCE, "before", ScriptServer.IN_FORCE, "after");
  }

  @Test
  void isLeftAsItIsWhileItIsOnlyIdle() {
    Disposable listening = channel.hints(NAME).subscribe(heard::add);
    Eventually.eventually(() -> heard.equals(List.of(ScriptServer.IN_FORCE)));
    Mono.delay(Connections.SILENCE.plus(OFTEN.multipliedBy(4))).block(SOON);
    say("later");
    Eventually.eventually(() -> heard.size() == 2);

    listening.dispose();
    assertThat(heard).containsExactly(ScriptServer.IN_FORCE, "later");
  }

  private static void say(String message) {
    direct.commands().publish(NAME.getBytes(UTF_8), message.getBytes(UTF_8));
  }
}
