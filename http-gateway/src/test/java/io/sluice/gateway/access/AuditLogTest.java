package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.CapturedLog;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private static final TestTokens TOKENS = new TestTokens();
  private static final String CHIEF = TOKENS.add("audited-chief", Role.ADMIN);
  private static final String SHOP = TOKENS.add("audited-shop", Role.PRODUCER);
  private static final TestGateway GATEWAY = TestGateway.start(TOKENS);
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() throws Exception {
    GATEWAY.close();
    TOKENS.close();
  }

  @Test
  void hasALineForEachActionOfOperatorsAndAdminsAndNoOther() throws Exception {
    try (CapturedLog log = CapturedLog.of("sluice.audit")) {
      HTTP.as(SHOP).enqueue("audited", "{\"type\":\"a\",\"id\":\"t\",\"delay\":\"1h\"}");
      HTTP.as(CHIEF).get("/v1/queues/audited");
      HTTP.post("/v1/queues/audited/pause");
      HTTP.as("unknown").post("/v1/queues/audited/pause");
      HTTP.as(SHOP).post("/v1/queues/audited/pause", "{}", "X-Request-Id", "r1");
      HTTP.as(CHIEF)
          .post("/v1/queues/audited/pause", "{\"reason\":\"private\"}", "X-Request-Id", "r2");
      HTTP.as(CHIEF).post("/v1/queues/audited/tasks/t/cancel", "", "X-Request-Id", "r3");

      await(log, 3);
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("caller=audited-"))
          .containsExactly(
              "caller=audited-shop role=producer POST /v1/queues/{queue}/pause queue=audited"
                  + " status=403 request=r1",
              "caller=audited-chief role=admin POST /v1/queues/{queue}/pause queue=audited"
                  + " status=200 request=r2",
              "caller=audited-chief role=admin POST /v1/queues/{queue}/tasks/{id}/cancel"
                  + " queue=audited id=t status=200 request=r3");
    }
  }

  @Test
  void doesNotLetANameLookLikeSomethingElse() throws Exception {
    try (CapturedLog log = CapturedLog.of("sluice.audit")) {
      Reply reply =
          HTTP.as(CHIEF)
              .post(
                  "/v1/schedules/forged%C2%85caller=x%20status=200%22%E2%80%A8/pause",
                  "", "X-Request-Id", "r4");
      assertThat(reply.status()).isEqualTo(404);

      await(log, 1);
      assertThat(log.lines())
          .contains(
              "caller=audited-chief role=admin POST /v1/schedules/{name}/pause"
                  + " name=\"forged\\u0085caller=x status=200\\\"\\u2028\" status=404"
                  + " request=r4");
    }
  }

  /** Lines are written when an answer has left, so who has it may be faster. */
  private static void await(CapturedLog log, int lines) {
    while (log.lines().stream().filter(line -> line.startsWith("caller=audited-")).count()
        < lines) {
      Thread.onSpinWait();
    }
  }
}
