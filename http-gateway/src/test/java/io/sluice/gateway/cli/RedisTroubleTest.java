package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.FreePort;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.TestCertificate;
import io.sluice.gateway.support.TlsProxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Redis that cannot be used says why in one line, and the exit code says what kind it is. */
class RedisTroubleTest {
  private static final int USAGE = 2;
  private static final int CANNOT_CONNECT = 5;
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  private static final EmbeddedRedis GUARDED = EmbeddedRedis.start(RedisOptions.IN_MEMORY);

  @BeforeAll
  static void guard() throws Exception {
    RedisText.ask(GUARDED.port(), "ACL SETUSER poor on >poor ~* &* +ping +hello +client +time");
    RedisText.ask(GUARDED.port(), "CONFIG SET requirepass right");
  }

  @AfterAll
  static void stop() {
    REDIS.close();
    GUARDED.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis://127.0.0.1:70000     | from 1 to 65535, is '70000'
          redis://127.0.0.1:0         | from 1 to 65535, is '0'
          redis://127.0.0.1:none      | from 1 to 65535, is 'none'
          redis://127.0.0.1/x         | must be a number, as in redis://host:6379/0, is 'x'
          redis://127.0.0.1/-1        | must be a number
          redis://127.0.0.1/1/2       | must be a number
          redis://user:%zz@127.0.0.1  | must be %25
          redis://                    | must be redis://
          redis-sentinel://127.0.0.1  | must end with # and the name
          redis-cluster://127.0.0.1/3 | has no databases but 0
          redis-cluster://127.0.0.1:x | from 1 to 65535, is 'x'
          http://127.0.0.1:6379       | must be redis://
          127.0.0.1:6379              | must be redis://
          """)
  void anAddressThatIsNoneIsAUsageError(String url, String said) {
    CommandRun told = doctor(url);

    assertThat(told.err()).contains(said);
    assertThat(told.exitCode()).isEqualTo(USAGE);
    assertPlain(told);
  }

  @Test
  void aPasswordThatIsWrongOrMissingOrNotWantedIsSaid() {
    assertSaid("redis://:wrong@127.0.0.1:" + GUARDED.port(), "password is wrong (WRONGPASS)");
    assertSaid(
        "redis://nobody:x@127.0.0.1:" + GUARDED.port(), "user name or the password is wrong");
    assertSaid(
        "redis://127.0.0.1:" + GUARDED.port(), "wants a password, and none is given (NOAUTH)");
    assertSaid("redis://:any@127.0.0.1:" + REDIS.port(), "a password is given, and it has none");
  }

  @Test
  void aUserWithoutTheRightsIsToldWhichCommandItIs() {
    assertSaid("redis://poor:poor@127.0.0.1:" + GUARDED.port(), "may not send ", "(NOPERM)");
  }

  @Test
  void aDatabaseThatIsNotThereIsSaid() {
    assertSaid("redis://127.0.0.1:" + REDIS.port() + "/99", "no database of that number");
  }

  @Test
  void aServerThatIsNotThereIsSaid() throws Exception {
    assertSaid("redis://127.0.0.1:" + FreePort.find(), "nothing listens there");
    assertSaid("redis://no-such-host.invalid", "no host of that name");
  }

  @Test
  void tlsWhereThereIsNoneAndTheOtherWayRoundIsSaid() throws Exception {
    assertSaid("rediss://127.0.0.1:" + REDIS.port(), "does not speak TLS, use redis://");
    TestCertificate local = TestCertificate.of("EC", "dns:localhost");
    try (TlsProxy tls = new TlsProxy(local.context(), REDIS.port())) {
      assertSaid("redis://localhost:" + tls.port(), "use rediss://");
      assertSaid("rediss://localhost:" + tls.port(), "nobody who is trusted here");
    }
  }

  @Test
  void aNodeOfAClusterAndAReplicaAreNotServedFrom() {
    try (EmbeddedRedis node =
            EmbeddedRedis.start(RedisOptions.IN_MEMORY.withConfig("cluster-enabled", "yes"));
        EmbeddedRedis replica =
            EmbeddedRedis.start(
                RedisOptions.IN_MEMORY.withConfig("replicaof", "127.0.0.1 " + REDIS.port()))) {
      String cluster = "redis://127.0.0.1:" + node.port();
      assertSaid(cluster, cluster.substring(8) + " is a node of a Redis Cluster: give the");
      assertSaid(cluster + "/1", "it is a node of a Redis Cluster");
      assertSaid("redis://127.0.0.1:" + replica.port(), " is a replica of 127.0.0.1:");

      CommandRun served = CommandRun.of("serve", "--port", "0", "--redis", cluster);
      assertThat(served.err()).contains("cannot use the Redis at " + cluster + ": ");
      assertThat(served.err().lines()).hasSize(1);
      assertThat(served.exitCode()).isEqualTo(CANNOT_CONNECT);
    }
  }

  @Test
  void aRedisThatBelongsToNoClusterIsNoCluster() {
    assertSaid("redis-cluster://127.0.0.1:" + REDIS.port(), "belongs to no Cluster: give it as");
  }

  @Test
  void aServerThatTakesNoMoreClientsSaysSo() throws Exception {
    try (EmbeddedRedis full =
        EmbeddedRedis.start(RedisOptions.IN_MEMORY.withConfig("maxclients", "1"))) {
      try (Socket held = new Socket(InetAddress.getLoopbackAddress(), full.port())) {
        held.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(held.getInputStream().read()).isEqualTo('+');
        assertSaid("redis://127.0.0.1:" + full.port(), "as many clients as it takes (maxclients)");
      }
    }
  }

  @Test
  void aFormatThatWouldBeMisreadIsSaid() throws Exception {
    RedisText.ask(REDIS.port(), "HSET misread:format written 4 needs 3");
    CommandRun served =
        CommandRun.of("serve", "--port", "0", "--redis", REDIS.uri(), "--namespace", "misread");

    for (CommandRun told : List.of(doctorOf("misread"), served)) {
      assertThat(told.err().lines()).hasSize(1);
      assertThat(told.err())
          .contains(
              "cannot use the Redis at ",
              "the data of namespace 'misread' cannot be used: it is in format 4, which needs a"
                  + " Sluice that knows format 3; this one knows formats up to 2: update it");
      assertThat(told.exitCode()).isEqualTo(CANNOT_CONNECT);
    }
  }

  @Test
  void theDoctorShowsTheFormatAndNotesOneThatOnlyAdds() throws Exception {
    RedisText.ask(REDIS.port(), "HSET adds:format written 3 needs 1");

    assertThat(doctorOf("first").out()).containsPattern("ok +format of the data +1\n");
    assertThat(doctorOf("adds").out())
        .containsPattern("note +format of the data +3, this version knows formats up to 2")
        .contains("update this version");
  }

  private static CommandRun doctorOf(String namespace) {
    return CommandRun.of("doctor", "--redis", REDIS.uri(), "--namespace", namespace);
  }

  private static void assertSaid(String url, String... words) {
    CommandRun told = doctor(url);

    assertThat(told.err()).contains(words);
    assertThat(told.exitCode()).as(told.err()).isEqualTo(CANNOT_CONNECT);
    assertPlain(told);
  }

  private static void assertPlain(CommandRun told) {
    assertThat(told.err())
        .doesNotContain("Exception", "unresolved", "io.netty", "Unable to connect", "wrong@");
  }

  private static CommandRun doctor(String url) {
    return CommandRun.of("doctor", "--redis", url);
  }
}
