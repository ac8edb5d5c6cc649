package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RateLimitTest {
  private static final TestTokens TOKENS = new TestTokens();
  private static final String SLOW = TOKENS.add("slow", Role.PRODUCER, "*", "5/h");
  private static final String REFUSED = TOKENS.add("refused", Role.VIEWER, "*", "3/h");
  private static final String STREAM = TOKENS.add("stream", Role.PRODUCER, "*", "10/s");
  private static final String CUT = TOKENS.add("cut", Role.PRODUCER, "*", "2/h");
  private static final String FREE = TOKENS.add("free", Role.PRODUCER);
  private static final TestGateway GATEWAY = TestGateway.start(TOKENS);
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() throws Exception {
    GATEWAY.close();
    TOKENS.close();
  }

  @Test
  void refusesWhatIsBeyondTheRateAndSaysWhenToComeBack() {
    Http slow = HTTP.as(SLOW);
    for (int left = 4; left >= 0; left--) {
      Reply reply = slow.get("/v1/info");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"token\";q=5;w=3600");
      assertThat(reply.header("RateLimit")).startsWith("\"token\";r=" + left + ";t=");
    }
    Reply refused = slow.enqueue("rate", "{\"type\":\"a\"}");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.member("code")).isEqualTo("rate_limited");
    assertThat(refused.member("retryable")).isEqualTo("true");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(600, 720);
    assertThat(refused.header("RateLimit")).startsWith("\"token\";r=0;t=");
    assertThat(HTTP.as(FREE).get("/v1/queues/rate").status()).isEqualTo(404);
  }

  @Test
  void countsWhatIsRefusedForOtherReasons() {
    Http limited = HTTP.as(REFUSED);

    assertThat(limited.post("/v1/queues/q/pause").header("RateLimit")).contains("r=2");
    assertThat(limited.get("/v1/nothing").header("RateLimit")).contains("r=1");
    assertThat(limited.get("/v1/queues/none").header("RateLimit")).contains("r=0");
    assertThat(limited.get("/v1/queues/none").status()).isEqualTo(429);
  }

  @Test
  void leavesTokensWithoutARateAlone() {
    Reply reply = HTTP.as(FREE).get("/v1/info");

    assertThat(reply.header("RateLimit")).isEmpty();
    assertThat(reply.header("RateLimit-Policy")).isEmpty();
  }

  @Test
  void slowsAStreamDownAndRefusesNoneOfItsLines() {
    String lines = "{\"type\":\"a\",\"delay\":\"1h\"}\n".repeat(75);
    long began = System.nanoTime();
    Reply reply = HTTP.as(STREAM).postAs("application/x-ndjson", "/v1/queues/stream/tasks", lines);
    long millis = (System.nanoTime() - began) / 1_000_000;

    assertThat(reply.text()).endsWith("{\"summary\":{\"accepted\":75,\"rejected\":0}}\n");
    // One for the request and 75 lines, of which ten are there and the rest comes at 10/s: longer
    // than the silence after which a caller is taken for gone.
    assertThat(millis).isGreaterThan(6_500);
  }

  @Test
  void endsAStreamThatIsHeldBackWhenItsTokenIsTakenOut() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead(
          "POST /v1/queues/cut/tasks HTTP/1.1",
          "Authorization: Bearer " + CUT,
          "Content-Type: application/x-ndjson",
          "Transfer-Encoding: chunked");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
      raw.sendChunk("{\"type\":\"a\",\"delay\":\"1h\"}\n");
      assertThat(raw.readChunk()).contains("\"line\":1,\"status\":202");
      raw.sendChunk("{\"type\":\"a\",\"delay\":\"1h\"}\n");
      TOKENS.remove("cut");

      assertThat(raw.readChunk()).isEmpty();
    }
    assertThat(HTTP.as(FREE).get("/v1/queues/cut").json().path("totals").path("accepted").asInt())
        .isEqualTo(1);
  }
}
