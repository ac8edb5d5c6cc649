package io.sluice.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.RedisText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the doctor says of other servers than the one that it looks at. */
class FailoverFindingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EmbeddedRedis master =
      EmbeddedRedis.start(RedisOptions.IN_MEMORY.withAppendOnly(true));
  private final EmbeddedRedis replica = EmbeddedRedis.start(RedisOptions.IN_MEMORY);

  @BeforeEach
  void makeABoss() throws IOException {
    ask("ACL SETUSER boss on >boss ~* &* +@all");
  }

  @AfterEach
  void stop() throws IOException {
    ask("AUTH boss boss", "ACL SETUSER default on nopass ~* &* +@all");
    replica.close();
    master.close();
  }

  @Test
  void aMasterByItselfHasNothingToFailOverTo() {
    assertThat(found("role", "boss")).isEqualTo("ok master, 0 replicas are connected");
    assertThat(found("failover", "boss")).startsWith("ok none, since no replica is there");
  }

  @Test
  void whatAFailoverLosesIsSaidWithWhatToDo() throws Exception {
    replicate();

    assertThat(found("role", "boss")).isEqualTo("ok master, 1 replica is connected");
    assertThat(found("failover", "boss"))
        .startsWith("note loses acknowledged tasks")
        .contains("about 1 s by a planned SENTINEL FAILOVER")
        .contains("set min-replicas-to-write 1", "CLIENT PAUSE 15000 WRITE right before");

    ask("CONFIG SET min-replicas-to-write 1");
    assertThat(found("failover", "boss"))
        .startsWith("ok takes no writes with fewer replicas than 1");

    ask("CONFIG SET min-replicas-to-write 2");
    assertThat(found("failover", "boss"))
        .startsWith("wrong 1 replica is connected and min-replicas-to-write is 2")
        .contains("every write is refused", "connect more replicas");
  }

  @Test
  void whatMayNotBeAskedIsSaid() throws Exception {
    replicate();
    ask("ACL SETUSER blind on >blind ~* &* +@all -config");
    ask("ACL SETUSER mute on >mute ~* &* +@all -info");

    assertThat(found("failover", "blind"))
        .startsWith("note loses acknowledged tasks")
        .contains("unless min-replicas-to-write is set, which may not be asked");
    assertThat(found("role", "mute")).isEqualTo("ok master");
    assertThat(found("failover", "mute")).startsWith("note not allowed to ask");
  }

  @Test
  void aDefaultUserWithoutRightsWouldLoseTheAppendOnlyFile() throws Exception {
    assertThat(found("user default", "boss")).startsWith("ok may write");

    ask("AUTH boss boss", "ACL SETUSER default off resetkeys -@all");
    assertThat(found("user default", "boss"))
        .startsWith("wrong may not write what the append-only file holds")
        .contains("user default off ~* &* +@all");

    ask("AUTH boss boss", "ACL SETUSER default off nopass ~* &* +@all");
    assertThat(found("user default", "boss")).startsWith("ok may write");
  }

  private void replicate() throws Exception {
    RedisText.ask(replica.port(), "REPLICAOF 127.0.0.1 " + master.port());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!RedisText.lines(master.port(), "INFO replication").contains("connected_slaves:1")) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private String found(String what, String user) {
    String uri = master.uri().replace("redis://", "redis://" + user + ":" + user + "@");
    try (Sluice sluice = Sluice.connect(uri)) {
      List<Finding> found =
          new Examination(sluice, false, Clock.systemUTC())
              .findings()
              .filter(finding -> finding.what().equals(what))
              .collectList()
              .block(PATIENCE);
      assertThat(found).hasSize(1);
      Finding only = found.get(0);
      return (only.level().wireName() + " " + only.found() + " " + only.advice()).strip();
    }
  }

  private void ask(String... lines) throws IOException {
    assertThat(RedisText.lines(master.port(), String.join("\r\n", lines))).containsOnly("+OK");
  }
}
