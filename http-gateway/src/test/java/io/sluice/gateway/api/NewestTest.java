package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Debounce and keep-last over HTTP. */
@Timeout(120)
class NewestTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final int CALLS = 1000;
  private static final Duration BURST = Duration.ofSeconds(2);
  private static final int AT_ONCE = 32;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aThousandCallsWithinTwoSecondsGiveOneRunOfTheNewest() {
    long start = System.nanoTime();
    long succeededBefore = totals().path("succeeded").asLong();
    Deque<CompletableFuture<Reply>> sent = new ArrayDeque<>();
    for (int i = 0; i < CALLS - 1; i++) {
      LockSupport.parkNanos(start + i * BURST.toNanos() / CALLS - System.nanoTime());
      if (sent.size() == AT_ONCE) {
        assertThat(sent.remove().join().status()).isEqualTo(202);
      }
      sent.add(HTTP.enqueueLater("demo", debounced(i)));
    }
    sent.forEach(reply -> assertThat(reply.join().status()).isEqualTo(202));
    System.out.println(
        "debounce: " + CALLS + " calls in " + Duration.ofNanos(System.nanoTime() - start));

    Reply last = HTTP.enqueue("demo", debounced(CALLS - 1), "Prefer", "wait=30");

    assertThat(last.status()).isEqualTo(200);
    assertThat(last.member("state")).isEqualTo("succeeded");
    assertThat(last.json().path("result").path("call").asInt()).isEqualTo(CALLS - 1);
    JsonNode totals = totals();
    assertThat(totals.path("succeeded").asLong() - succeededBefore).isEqualTo(1);
    assertThat(totals.path("cancelled").asLong()).isEqualTo(CALLS - 1);
  }

  @Test
  void theNewestWaitsBehindTheOneThatRuns() {
    String sleeping = keepLast("demo.sleep", "{\"ms\":1500}");
    CompletableFuture<Reply> first =
        HTTP.enqueueLater("demo", sleeping, "Prefer", "wait=30", "Idempotency-Key", "first");
    while (counts().path("running").asInt() < 1) {
      Thread.onSpinWait();
    }

    Reply second = HTTP.enqueue("demo", keepLast("demo.echo", "{\"second\":1}"));
    Reply third = HTTP.enqueue("demo", keepLast("demo.echo", "{\"third\":1}"), "Prefer", "wait=30");

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.member("state")).isEqualTo("scheduled");
    assertThat(second.json().has("runAt")).isFalse();
    assertThat(HTTP.get(second.header("Location")).member("state")).isEqualTo("cancelled");
    assertThat(first.join().member("state")).isEqualTo("succeeded");
    assertThat(third.status()).isEqualTo(200);
    assertThat(third.member("state")).isEqualTo("succeeded");
    assertThat(third.json().path("startedAt").asString())
        .isGreaterThanOrEqualTo(first.join().json().path("finishedAt").asString());
  }

  @Test
  void linesTakeTheSameFields() {
    Reply lines =
        HTTP.postAs(
            "application/x-ndjson",
            "/v1/queues/lines/tasks",
            unique("{\"key\":\"k\",\"debounce\":\"1h\",\"maxWait\":\"2h\"}")
                + "\n"
                + unique("{\"key\":\"k\",\"onConflict\":\"keep-last\"}")
                + "\n"
                + unique("{\"key\":\"k\",\"debounce\":\"1h\",\"maxWait\":\"1s\"}"));

    assertThat(lines.text().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"status\":202"),
            line -> assertThat(line).contains("\"status\":202"),
            line -> assertThat(line).contains("\"status\":422", "/unique/maxWait"),
            line -> assertThat(line).contains("\"accepted\":2"));
    JsonNode counts = HTTP.get("/v1/queues/lines").json().path("counts");
    assertThat(counts.path("ready").asInt()).isEqualTo(1);
    assertThat(counts.path("scheduled").asInt()).isZero();
    assertThat(counts.path("cancelled").asInt()).isEqualTo(1);
  }

  private static String debounced(int call) {
    return "{\"type\":\"demo.echo\",\"payload\":{\"call\":"
        + call
        + "},\"unique\":{\"key\":\"burst\",\"debounce\":\"2s\",\"maxWait\":\"1m\"}}";
  }

  private static String keepLast(String type, String payload) {
    return "{\"type\":\"%s\",\"payload\":%s,\"unique\":{\"key\":\"k\",\"onConflict\":\"keep-last\"}}"
        .formatted(type, payload);
  }

  private static String unique(String unique) {
    return "{\"type\":\"a\",\"unique\":" + unique + "}";
  }

  private static JsonNode totals() {
    return HTTP.get("/v1/queues/demo").json().path("totals");
  }

  private static JsonNode counts() {
    return HTTP.get("/v1/queues/demo").json().path("counts");
  }
}
