package io.sluice.gateway.api.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer says whether a task is as safe as was asked. */
@Timeout(120)
class DurabilityTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final EmbeddedRedis REPLICA = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  private static final Http HTTP = GATEWAY.http();
  private static final String SAFE = "{\"type\":\"a\",\"durability\":\"replica\"}";

  @BeforeAll
  static void follow() throws IOException {
    follows("127.0.0.1 " + GATEWAY.redis().port());
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
    REPLICA.close();
  }

  private static void follows(String master) throws IOException {
    assertThat(RedisText.ask(REPLICA.port(), "REPLICAOF " + master)).isEqualTo("+OK");
    String expected = master.equals("NO ONE") ? "role:master" : "master_link_status:up";
    while (RedisText.lines(REPLICA.port(), "INFO replication").stream()
        .noneMatch(line -> line.startsWith(expected))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void oneIsAnswered201WithItsLevel() {
    Reply reply = HTTP.enqueue("safe", SAFE);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.member("durability")).isEqualTo("replica");
    assertThat(reply.header("Location")).startsWith("/v1/queues/safe/tasks/");
  }

  @Test
  void whoAsksForNothingIsAnsweredAsBefore() {
    for (String body : new String[] {"{\"type\":\"a\"}", SAFE.replace("replica", "memory")}) {
      Reply reply = HTTP.enqueue("safe", body);

      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.json().has("durability")).isFalse();
    }
  }

  @Test
  void anAnswerWithoutABodySaysItByItsStatus() {
    Reply reply = HTTP.enqueue("safe", SAFE, "Prefer", "return=minimal");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.text()).isEmpty();
  }

  @Test
  void oneThatIsWaitedForShowsItBesideItsResult() {
    Reply reply =
        HTTP.enqueue(
            "demo",
            "{\"type\":\"demo.echo\",\"payload\":1,\"durability\":\"replica\"}",
            "Prefer",
            "wait=20");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.member("durability")).isEqualTo("replica");
  }

  @Test
  void aPayloadAloneTakesItInItsQuery() {
    Reply reply =
        HTTP.postAs(
            "application/octet-stream", "/v1/queues/safe/tasks?type=a&durability=replica", "x");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.member("durability")).isEqualTo("replica");
  }

  @Test
  void eachLineOfAStreamIsAnsweredByItself() {
    Reply reply =
        HTTP.postAs(
            "application/x-ndjson",
            "/v1/queues/safe/tasks",
            SAFE + "\n{\"type\":\"a\"}\n{\"type\":\"a\",\"durability\":\"fsync\"}\n");
    String[] lines = reply.text().split("\n", -1);

    assertThat(lines[0]).contains("\"status\":201").contains("\"durability\":\"replica\"");
    assertThat(lines[1]).contains("\"status\":202").doesNotContain("durability");
    assertThat(lines[2]).contains("\"status\":422").contains("/durability");
  }

  @Test
  void theSameRequestAgainWaitsAsWell() {
    Reply first = HTTP.enqueue("safe", SAFE, "Idempotency-Key", "\"again\"");
    Reply again = HTTP.enqueue("safe", SAFE, "Idempotency-Key", "\"again\"");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.member("id")).isEqualTo(first.member("id"));
    assertThat(again.member("durability")).isEqualTo("replica");
  }

  @Test
  void oneThatNoReplicaHasInTimeIsAccepted() throws IOException {
    follows("NO ONE");
    try {
      Reply reply = HTTP.enqueue("alone", SAFE);
      Reply line = HTTP.postAs("application/x-ndjson", "/v1/queues/alone/tasks", SAFE + "\n");

      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.member("durability")).isEqualTo("unconfirmed");
      assertThat(HTTP.get(reply.header("Location")).status()).isEqualTo(200);
      assertThat(line.text())
          .contains("\"status\":202")
          .contains("\"durability\":\"unconfirmed\"")
          .contains("\"accepted\":1");
    } finally {
      follow();
    }
  }

  @Test
  void whatRedisCannotGiveIsRefusedByNameAndNothingIsEnqueued() {
    Reply reply = HTTP.enqueue("refused", SAFE.replace("replica", "fsync"));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.member("code")).isEqualTo("validation_failed");
    assertThat(reply.json().at("/errors/0/pointer").asString()).isEqualTo("/durability");
    assertThat(reply.json().at("/errors/0/detail").asString())
        .contains("durability fsync", "appendonly yes");
    assertThat(HTTP.get("/v1/queues/refused/tasks?state=ready").json().path("items")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"a\",\"durability\":\"disk\"}",
        "{\"type\":\"a\",\"then\":[{\"task\":{\"type\":\"b\",\"durability\":\"replica\"}}]}"
      })
  void aLevelThatMeansNothingIsRefused(String body) {
    Reply reply = HTTP.enqueue("safe", body);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).contains("durability");
  }

  @Test
  void theLevelOfAQueueIsThatOfEachOfItsEnqueues() {
    assertThat(HTTP.put("/v1/queues/strict", "{\"durability\":\"replica\"}").status())
        .isEqualTo(200);

    Reply reply = HTTP.enqueue("strict", "{\"type\":\"a\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.member("durability")).isEqualTo("replica");
    assertThat(HTTP.get("/v1/queues/strict").json().at("/limits/durability").asString())
        .isEqualTo("replica");
  }
}
