package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.CapturedLog;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final TestTokens TOKENS = new TestTokens();
  private static final String PRODUCER = TOKENS.add("producer", Role.PRODUCER);
  private static final TestGateway GATEWAY = TestGateway.start(TOKENS);
  private static final Http HTTP = GATEWAY.http();
  private static final String TASK = "{\"type\":\"a\"}";

  @AfterAll
  static void stop() throws Exception {
    GATEWAY.close();
    TOKENS.close();
  }

  @Test
  void saysWhichRoleIsMissing() {
    Reply reply = HTTP.as(PRODUCER).post("/v1/queues/q/pause");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.member("code")).isEqualTo("forbidden");
    assertThat(reply.member("detail"))
        .isEqualTo("the request needs role operator, token producer has role producer");
  }

  @Test
  void asksBeforeTheBodyIsSent() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead(
          "POST /v1/queues/q/tasks HTTP/1.1",
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Content-Length: 1000");

      assertThat(raw.readHead()).startsWith("HTTP/1.1 401 ").contains("Bearer");
    }
  }

  /** On a server of its own: who tried other tokens before from this address is slowed down. */
  @Test
  void takesTheSchemeInAnyCaseAndNothingElse() throws Exception {
    try (TestTokens tokens = new TestTokens()) {
      String token = tokens.add("known", Role.PRODUCER);
      try (TestGateway fresh = TestGateway.start(tokens)) {
        Http http = fresh.http();
        assertThat(http.get("/v1/info", "Authorization", "bEARER  " + token).status())
            .isEqualTo(200);
        for (String header :
            List.of(token, "Basic " + token, "Bearer", "Bearer " + token + " x", "Bearer=")) {
          assertThat(http.get("/v1/info", "Authorization", header).status())
              .as(header)
              .isEqualTo(401);
        }
        assertThat(http.as(token).get("/v1/info", "Authorization", "Bearer x").status())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void letsKnownTokensInWhileAnAddressTriesTooManyOthers() {
    Reply reply = HTTP.as("guess").get("/v1/info");
    while (reply.status() == 401) {
      reply = HTTP.as("guess").get("/v1/info");
    }
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.member("code")).isEqualTo("rate_limited");
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(HTTP.as(PRODUCER).get("/v1/info").status()).isEqualTo(200);
  }

  @Test
  void keepsTheIdempotencyKeysOfCallersApart() {
    String other = TOKENS.add("other", Role.PRODUCER);
    awaitStatus(other, 200);
    Reply first = HTTP.as(PRODUCER).enqueue("keys", TASK, "Idempotency-Key", "\"k\"");
    Reply again = HTTP.as(PRODUCER).enqueue("keys", TASK, "Idempotency-Key", "\"k\"");
    Reply others = HTTP.as(other).enqueue("keys", TASK, "Idempotency-Key", "\"k\"");

    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.member("id")).isEqualTo(first.member("id"));
    assertThat(others.status()).isEqualTo(202);
    assertThat(others.header("Idempotent-Replayed")).isEmpty();
    assertThat(others.member("id")).isNotEqualTo(first.member("id"));
  }

  @Test
  void followsTheFileWhileItRuns() throws Exception {
    String fresh = TOKENS.add("fresh", Role.PRODUCER);
    awaitStatus(fresh, 200);
    String task =
        HTTP.as(fresh).enqueue("followed", "{\"type\":\"a\",\"delay\":\"1h\"}").header("Location");
    CompletableFuture<Reply> following = HTTP.as(fresh).getLater(task + "/events");
    try (RawHttp open = new RawHttp(GATEWAY.gateway().port())) {
      String[] head = {"GET /v1/info HTTP/1.1", "Authorization: Bearer " + fresh};
      open.sendHead(head);
      assertThat(open.readReply()).startsWith("HTTP/1.1 200 ");
      TOKENS.remove("fresh");
      awaitStatus(fresh, 401);
      open.sendHead(head);

      assertThat(open.readReply()).startsWith("HTTP/1.1 401 ");
      assertThat(following.join().text()).contains("event: task.scheduled");
    }
  }

  @Test
  void keepsItsTokensWhileTheFileIsBroken() throws Exception {
    List<String> good = Files.readAllLines(TOKENS.file());
    try (CapturedLog log = CapturedLog.of(TokensFile.class.getName())) {
      TOKENS.write(List.of("nonsense"));
      while (log.lines().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(log.lines().get(0))
          .startsWith(
              "the tokens file was not reloaded, the previous tokens stay valid: "
                  + TOKENS.file()
                  + " line 1: unknown field");
    }
    assertThat(HTTP.as(PRODUCER).get("/v1/info").status()).isEqualTo(200);
    TOKENS.write(good);
    awaitStatus(TOKENS.add("later", Role.VIEWER), 200);
    assertThat(HTTP.as(PRODUCER).get("/v1/info").status()).isEqualTo(200);
  }

  private static void awaitStatus(String token, int status) {
    while (HTTP.as(token).get("/v1/info").status() != status) {
      Thread.onSpinWait();
    }
  }
}
