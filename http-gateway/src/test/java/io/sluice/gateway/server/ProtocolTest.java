package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final TestGateway IMPATIENT = TestGateway.startImpatient();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
    IMPATIENT.close();
  }

  @Test
  void answersWithTheCallersRequestIdOrAFreshOne() {
    assertThat(HTTP.get("/livez", "X-Request-Id", "a-1.b_2").header("X-Request-Id"))
        .isEqualTo("a-1.b_2");
    for (String bad : List.of("a b", "x".repeat(65), "<b>")) {
      assertThat(HTTP.get("/livez", "X-Request-Id", bad).header("X-Request-Id"))
          .matches("[a-z0-9]{1,13}");
    }
    Reply problem = HTTP.get("/nowhere", "X-Request-Id", "mine");
    assertThat(problem.member("requestId")).isEqualTo("mine");
    assertThat(problem.member("instance")).isEqualTo("/nowhere");
  }

  @Test
  void doesNotKnowOtherPaths() {
    for (String path : List.of("//", "/v1", "/v1/queues/", "/v1/queues/a/tasks/", "/v2/queues")) {
      Reply reply = HTTP.get(path);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.member("code")).isEqualTo("not_found");
    }
  }

  @Test
  void saysWhichMethodsAPathTakes() {
    Reply reply = HTTP.method("DELETE", "/v1/queues");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.member("code")).isEqualTo("method_not_allowed");
    assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(HTTP.method("DELETE", "/v1/queues/a/tasks").header("Allow"))
        .isEqualTo("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void answersAHeadWithoutTheBody() {
    Reply get = HTTP.get("/v1/info");
    Reply head = HTTP.head("/v1/info");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
  }

  @Test
  void keepsTheConnectionForTheNextRequest() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      for (int i = 0; i < 3; i++) {
        raw.sendHead("GET /livez HTTP/1.1");
        assertThat(raw.readReply()).startsWith("HTTP/1.1 200 OK").endsWith("{\"live\":true}");
      }
      raw.sendHead("HEAD /livez HTTP/1.1");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 OK");
      raw.sendHead("POST /v1/queues/q/tasks HTTP/1.1", "Content-Length: 3");
      raw.send("abc");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 415");
      raw.sendHead("GET /livez HTTP/1.1");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void answersEveryRequestOfAConnectionThatIsUsedWithoutAPause() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      for (int i = 0; i < 3_000; i++) {
        // By turns one that Redis is asked for and one that is answered at once.
        boolean asks = i % 2 == 0;
        raw.sendHead(asks ? "GET /v1/queues/never HTTP/1.1" : "GET /livez HTTP/1.1");
        assertThat(raw.readReply()).startsWith(asks ? "HTTP/1.1 404" : "HTTP/1.1 200");
      }
    }
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      String slow = "GET /v1/queues/never HTTP/1.1\r\nHost: localhost\r\n\r\n";
      String fast = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
      for (int i = 0; i < 50; i++) {
        raw.send(slow + fast + slow);
        assertThat(raw.readReply()).startsWith("HTTP/1.1 404");
        assertThat(raw.readReply()).startsWith("HTTP/1.1 200");
        assertThat(raw.readReply()).startsWith("HTTP/1.1 404");
      }
    }
  }

  @Test
  void refusesAUriOrAHeaderThatIsTooLong() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead("GET /" + "a".repeat(3_000) + " HTTP/1.1");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 414").containsIgnoringCase("X-Request-Id: ");
    }
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead("GET / HTTP/1.1", "X: " + "a".repeat(9_000));
      assertThat(raw.readReply()).startsWith("HTTP/1.1 431").containsIgnoringCase("X-Request-Id: ");
    }
  }

  @Test
  void asksForABodyOnlyWhenAllElseIsRight() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead(
          "POST /v1/queues/q/tasks HTTP/1.1",
          "Content-Type: application/json",
          "Content-Length: 12",
          "Expect: 100-continue");
      assertThat(raw.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      raw.send("{\"type\":\"a\"}");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 202");
    }
    for (String wrong : List.of("Content-Type: text/plain", "Content-Encoding: gzip")) {
      try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
        raw.sendHead(
            "POST /v1/queues/q/tasks HTTP/1.1",
            wrong,
            "Content-Length: 12",
            "Expect: 100-continue");
        assertThat(raw.readReply()).startsWith("HTTP/1.1 415").contains("onnection: close");
        assertThat(raw.isClosedByPeer()).isTrue();
      }
    }
  }

  @Test
  void givesUpAHeadThatDoesNotComeToItsEnd() throws Exception {
    try (RawHttp raw = new RawHttp(IMPATIENT.gateway().port())) {
      raw.send("GET /livez HTTP/1.1\r\nHost");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 408").contains("\"request_timeout\"");
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void givesUpABodyThatDoesNotCome() throws Exception {
    try (RawHttp raw = new RawHttp(IMPATIENT.gateway().port())) {
      raw.sendHead(
          "POST /v1/queues/q/tasks HTTP/1.1",
          "Content-Type: application/json",
          "Content-Length: 100");
      raw.send("{\"type\"");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 408").contains("\"request_timeout\"");
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void closesAConnectionThatIsIdle() throws Exception {
    try (RawHttp raw = new RawHttp(IMPATIENT.gateway().port())) {
      raw.sendHead("GET /livez HTTP/1.1");
      raw.readReply();
      assertThat(raw.isClosedByPeer()).isTrue();
    }
    try (RawHttp silent = new RawHttp(IMPATIENT.gateway().port())) {
      assertThat(silent.isClosedByPeer()).isTrue();
    }
  }
}
