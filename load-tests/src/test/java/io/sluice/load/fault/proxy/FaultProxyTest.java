package io.sluice.load.fault.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static EmbeddedRedis redis;

  private FaultProxy proxy;
  private Peer direct;
  private Peer client;

  @BeforeAll
  static void startRedis() {
    redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void connect() throws IOException {
    URI uri = URI.create(redis.uri());
    proxy = FaultProxy.to(uri.getHost(), uri.getPort());
    direct = Peer.at(uri.getPort());
    direct.ask("FLUSHALL");
    client = Peer.at(proxy.port());
    assertThat(client.ask("PING")).isEqualTo("+PONG");
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    direct.close();
    proxy.close();
  }

  @Test
  void carriesBothWaysAndCountsItsConnections() throws IOException {
    try (Peer other = Peer.at(proxy.port())) {
      assertThat(other.ask("INCR n")).isEqualTo(":1");
      assertThat(client.ask("INCR n")).isEqualTo(":2");
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  @Test
  void resetsWhatIsCutByRst() {
    proxy.cut(Ending.RST);

    assertThatThrownBy(client::line)
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void endsInOrderWhatIsCutByFin() throws IOException {
    proxy.cut(Ending.FIN);

    assertThat(client.line()).isNull();
  }

  @Test
  void letsNewConnectionsThroughAfterACut() throws IOException {
    proxy.cut(Ending.RST);

    try (Peer next = Peer.at(proxy.port())) {
      assertThat(next.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void holdsEverythingInABlackHoleAndLetsItThroughLate() throws IOException {
    proxy.blackHole();
    client.send("INCR n");
    try (Peer next = Peer.at(proxy.port())) {
      next.send("INCR n");

      assertThat(client.hearsNothing()).isTrue();
      assertThat(next.hearsNothing()).isTrue();
      assertThat(direct.ask("EXISTS n")).isEqualTo(":0");

      proxy.heal();
      assertThat(client.line()).startsWith(":");
      assertThat(next.line()).startsWith(":");
      assertThat(direct.ask("INCR n")).isEqualTo(":3");
    }
  }

  @Test
  void deliversLateWhatWasSentByOneThatHasGone() throws IOException {
    proxy.blackHole();
    client.send("LPUSH late 1");
    client.close();

    assertThat(direct.ask("EXISTS late")).isEqualTo(":0");
    proxy.heal();
    direct.send("BLPOP late 10");
    assertThat(direct.line()).isEqualTo("*2");
  }

  @Test
  void losesWhatIsDroppedAndResetsThatConnectionWhenItHeals() throws IOException {
    proxy.drop(1, new SplittableRandom(1));
    client.send("INCR n");

    assertThat(client.hearsNothing()).isTrue();
    proxy.heal();
    assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
    assertThat(direct.ask("EXISTS n")).isEqualTo(":0");
  }

  @Test
  void swallowsTheNextReplyWhenThatOfAnotherConnectionNeverCame() throws Exception {
    Swallow swallow = proxy.swallow("BLPOP", 1, Ending.RST);
    client.send("PING", "BLPOP nothing 0");
    assertThat(client.line()).isEqualTo("+PONG");
    client.close();
    direct.ask("LPUSH something 1");

    try (Peer next = Peer.at(proxy.port())) {
      assertThat(next.ask("PING")).isEqualTo("+PONG");
      next.send("BLPOP something 0");
      assertThatThrownBy(next::line).isInstanceOf(SocketException.class);
    }
    assertThat(swallow.fired()).isEqualTo(1);
  }

  @Test
  void dropsOnlyItsShareOfConnections() throws IOException {
    proxy.drop(0, new SplittableRandom(1));

    assertThat(client.ask("PING")).isEqualTo("+PONG");
  }

  @Test
  void delaysEachWayAndKeepsTheOrder() throws IOException {
    Duration each = Duration.ofMillis(30);
    proxy.delay(each);
    long start = System.nanoTime();
    client.send("INCR n");
    client.send("INCR n");

    assertThat(client.line()).isEqualTo(":1");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * each.toNanos());
    proxy.heal();
    assertThat(client.line()).isEqualTo(":2");
  }

  @Test
  void swallowsExactlyTheNthReply() throws IOException {
    Swallow swallow = proxy.swallow("incr", 2, Ending.FIN);
    client.send("INCR n", "GET n", "INCR n", "INCR m");

    assertThat(client.line()).isEqualTo(":1");
    assertThat(client.line()).isEqualTo("$1");
    assertThat(client.line()).isEqualTo("1");
    assertThat(client.line()).isNull();
    assertThat(swallow.fired()).isOne();
    assertThat(direct.ask("INCR n")).isEqualTo(":3");
  }

  @Test
  void countsRepliesOverAllConnectionsAndFiresOnce() throws IOException {
    Swallow swallow = proxy.swallow("INCR", 2, Ending.RST);

    assertThat(client.ask("INCR n")).isEqualTo(":1");
    try (Peer other = Peer.at(proxy.port())) {
      assertThatThrownBy(() -> other.ask("INCR n")).isInstanceOf(SocketException.class);
    }
    assertThat(client.ask("INCR n")).isEqualTo(":3");
    assertThat(swallow.fired()).isOne();
  }

  @Test
  void knowsAScriptByItsDigestAndByItsText() throws IOException {
    String script = "return(7)";
    String digest = digestOf(script);
    Swallow byText = proxy.swallow(Command.running(script), 1, Ending.FIN);
    assertThat(client.ask("EVAL return(8) 0")).isEqualTo(":8");
    assertThat(client.ask("EVAL " + script + " 0")).isNull();
    Swallow byDigest = proxy.swallow(Command.running(script), 1, Ending.FIN);
    try (Peer next = Peer.at(proxy.port())) {
      assertThat(next.ask("EVALSHA " + digest + " 0")).isNull();
    }

    assertThat(byText.fired()).isOne();
    assertThat(byDigest.fired()).isOne();
  }

  @Test
  void keepsASwallowedConnectionSilentUntilItHeals() throws IOException {
    Swallow swallow = proxy.swallow("INCR", 1, Ending.BLACK_HOLE);
    client.send("INCR n");

    assertThat(client.hearsNothing()).isTrue();
    client.send("INCR n");
    assertThat(client.hearsNothing()).isTrue();
    assertThat(direct.ask("GET n")).isEqualTo("$1");
    assertThat(direct.line()).isEqualTo("1");
    proxy.heal();
    assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
    assertThat(swallow.fired()).isOne();
  }

  @Test
  void letsAReplyThatTimedOutComeLateAndThoseAfterIt() throws IOException {
    Swallow swallow = proxy.swallow("INCR", 1, Ending.TIMEOUT);
    client.send("INCR n");
    client.send("INCR n");

    assertThat(client.hearsNothing()).isTrue();
    assertThat(swallow.fired()).isOne();
    proxy.heal();
    assertThat(client.line()).isEqualTo(":1");
    assertThat(client.line()).isEqualTo(":2");
  }

  @Test
  void healsTheOthersToo() throws IOException {
    proxy.swallow("INCR", 1, Ending.BLACK_HOLE);
    client.send("INCR n");
    assertThat(client.hearsNothing()).isTrue();
    client.close();
    proxy.blackHole();
    try (Peer other = Peer.at(proxy.port())) {
      other.send("PING");
      assertThat(other.hearsNothing()).isTrue();
      proxy.heal();

      assertThat(other.line()).isEqualTo("+PONG");
    }
  }

  @Test
  void swallowsNothingOnceAConnectionSubscribes() throws IOException {
    Swallow swallow = proxy.swallow("PING", 1, Ending.RST);
    client.send("SUBSCRIBE words", "PING");

    assertThat(client.line()).isEqualTo("*3");
    direct.ask("PUBLISH words hello");
    for (String line = client.line(); !"hello".equals(line); line = client.line()) {
      assertThat(line).isNotNull();
    }
    assertThat(swallow.fired()).isZero();
  }

  @Test
  void resetsAClientWhenTheServerCannotBeReached() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    try (FaultProxy nowhere = FaultProxy.to("127.0.0.1", nobody);
        Peer lost = Peer.at(nowhere.port())) {
      assertThatThrownBy(lost::line).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void carriesMoreThanItHoldsAtATime() throws IOException {
    client.send("SETRANGE large 4000000 z", "GET large");

    assertThat(client.line()).isEqualTo(":4000001");
    assertThat(client.line()).isEqualTo("$4000001");
    assertThat(client.line()).hasSize(4_000_001).endsWith("z");
  }

  private String digestOf(String script) throws IOException {
    direct.send("SCRIPT LOAD " + script);
    direct.line();
    return String.valueOf(direct.line());
  }
}
