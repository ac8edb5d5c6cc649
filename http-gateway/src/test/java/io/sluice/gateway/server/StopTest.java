package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Test
  void answersThoseWhoWaitAndTakesNobodyNew() throws Exception {
    try (TestGateway test = TestGateway.start()) {
      Http http = test.http();
      Reply enqueued = http.enqueue("q", "{\"type\":\"a\",\"delay\":\"1h\"}");
      CompletableFuture<Reply> polling =
          http.getLater(
              enqueued.header("Location"),
              "If-None-Match",
              enqueued.header("ETag"),
              "Prefer",
              "wait=60");
      CompletableFuture<Reply> waiting =
          http.enqueueLater("q", "{\"type\":\"a\"}", "Prefer", "wait=60");
      while (http.get("/v1/queues/q").json().path("totals").path("accepted").asInt() < 2) {
        Thread.onSpinWait();
      }
      int port = test.gateway().port();
      CompletableFuture<Void> stopped = test.gateway().stop(GRACE).toFuture();

      assertThat(polling.get(5, TimeUnit.SECONDS).status()).isEqualTo(304);
      assertThat(waiting.get(5, TimeUnit.SECONDS).status()).isEqualTo(202);
      stopped.get(5, TimeUnit.SECONDS);
      assertThatThrownBy(() -> new RawHttp(port).close()).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void letsARequestUnderWayComeToItsEnd() throws Exception {
    try (TestGateway test = TestGateway.start();
        RawHttp raw = new RawHttp(test.gateway().port());
        RawHttp idle = new RawHttp(test.gateway().port())) {
      String body = "{\"type\":\"a\"}";
      raw.sendHead(
          "POST /v1/queues/q/tasks HTTP/1.1",
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Content-Length: " + body.length());
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
      idle.sendHead("GET /livez HTTP/1.1");
      idle.readReply();
      CompletableFuture<Void> stopped = test.gateway().stop(GRACE).toFuture();
      idle.sendHead("GET /readyz HTTP/1.1");
      String ready = idle.readReply();
      raw.send(body);
      String reply = raw.readReply();

      assertThat(ready)
          .startsWith("HTTP/1.1 503")
          .contains("\"stopping\"")
          .containsIgnoringCase("connection: close");
      assertThat(reply).startsWith("HTTP/1.1 202").containsIgnoringCase("connection: close");
      stopped.get(5, TimeUnit.SECONDS);
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void isBoundedByItsGrace() throws Exception {
    try (TestGateway test = TestGateway.start();
        RawHttp raw = new RawHttp(test.gateway().port())) {
      raw.sendHead(
          "POST /v1/queues/q/tasks HTTP/1.1",
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Content-Length: 10");
      raw.readHead();
      test.gateway().stop(Duration.ofMillis(200)).block(PATIENCE);

      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }
}
