package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** Callers that keep their body back until they are asked for it, as RFC 9110 lets them. */
@Timeout(120)
class ExpectContinueTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final TestGateway IMPATIENT = TestGateway.startImpatient();
  private static final Http HTTP = GATEWAY.http();

  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String EXPECT = "Expect: 100-continue";
  private static final String NDJSON = "Content-Type: application/x-ndjson";
  private static final String JSON = "Content-Type: application/json";
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  /** A body that is silent for that long is given up there. */
  private static final Duration IMPATIENT_BODY = Duration.ofSeconds(1);

  private static final String LINE = "{\"type\":\"a\"}\n";

  @AfterAll
  static void stop() {
    GATEWAY.close();
    IMPATIENT.close();
  }

  @Test
  void asksForTheLinesOfAStreamBeforeItAnswers() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("wait"), NDJSON, CHUNKED, EXPECT);
      assertThat(raw.readHead()).isEqualTo(CONTINUE);
      raw.sendChunk(LINE + LINE);
      raw.sendLastChunk();

      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(answers(raw))
          .hasSize(3)
          .last()
          .isEqualTo("{\"summary\":{\"accepted\":2,\"rejected\":0}}");
      raw.sendHead("GET /livez HTTP/1.1");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 200");
    }
    assertThat(accepted("wait")).isEqualTo(2);
  }

  @Test
  void asksForTheLinesOfAStreamWhoseLengthIsKnown() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("length"), NDJSON, length(LINE), "expect: 100-Continue");
      assertThat(raw.readHead()).isEqualTo(CONTINUE);
      raw.send(LINE);

      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(answers(raw)).last().asString().contains("\"accepted\":1");
    }
  }

  @Test
  void asksOnceForAStreamThatTalksLineByLine() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("talk"), NDJSON, CHUNKED, EXPECT);
      assertThat(raw.readHead()).isEqualTo(CONTINUE);
      raw.sendChunk(LINE);
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(raw.readChunk()).startsWith("{\"line\":1,\"status\":202,");
      raw.sendChunk(LINE);
      assertThat(raw.readChunk()).startsWith("{\"line\":2,\"status\":202,");
      raw.sendLastChunk();
      assertThat(raw.readChunk()).contains("\"accepted\":2");
      assertThat(raw.readChunk()).isEmpty();
    }
  }

  @Test
  void takesABodyInThatComesWithoutWaiting() throws IOException {
    for (String frame : List.of(CHUNKED, length(LINE))) {
      try (RawHttp raw = open(GATEWAY)) {
        raw.send(
            enqueue("rash")
                + "\r\nHost: "
                + GATEWAY.gateway().host()
                + "\r\n"
                + String.join("\r\n", NDJSON, EXPECT, frame)
                + "\r\n\r\n"
                + (frame.equals(CHUNKED) ? "d\r\n" + LINE + "\r\n0\r\n\r\n" : LINE));
        String head = raw.readHead();
        assertThat(head.equals(CONTINUE) ? raw.readHead() : head).startsWith("HTTP/1.1 200");
        assertThat(answers(raw)).last().asString().contains("\"accepted\":1");
      }
    }
    assertThat(accepted("rash")).isEqualTo(2);
  }

  @Test
  void sumsUpNothingForAnEmptyStream() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("empty"), NDJSON, CHUNKED, EXPECT);
      assertThat(raw.readHead()).isEqualTo(CONTINUE);
      raw.sendLastChunk();
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(answers(raw)).containsExactly("{\"summary\":{\"accepted\":0,\"rejected\":0}}");
    }
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("empty"), NDJSON, "Content-Length: 0", EXPECT);
      String head = raw.readHead();
      assertThat(head.equals(CONTINUE) ? raw.readHead() : head).startsWith("HTTP/1.1 200");
      assertThat(answers(raw)).containsExactly("{\"summary\":{\"accepted\":0,\"rejected\":0}}");
    }
  }

  @Test
  void waitsForABodyThatComesSlowlyOnceItWasAskedFor() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("slow"), NDJSON, length(LINE), EXPECT);
      assertThat(raw.readHead()).isEqualTo(CONTINUE);
      for (int i = 0; i < LINE.length(); i++) {
        raw.send(LINE.substring(i, i + 1));
      }
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(answers(raw)).last().asString().contains("\"accepted\":1");
    }
  }

  @Test
  void cutsOffAStreamThatWasAskedForAndNeverComes() throws IOException {
    try (RawHttp raw = open(IMPATIENT)) {
      raw.sendHead(enqueue("never"), NDJSON, CHUNKED, EXPECT);
      assertThat(raw.readHead()).isEqualTo(CONTINUE);
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(answers(raw))
          .hasSize(2)
          .first()
          .asString()
          .contains("\"status\":408", "request_timeout");
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void doesNotAskForTheBodyOfARequestThatIsRefused() throws IOException {
    for (List<String> refused :
        List.of(
            List.of("404", "POST /v1/nowhere HTTP/1.1", NDJSON),
            List.of("405", "POST /v1/queues HTTP/1.1", NDJSON),
            List.of("415", enqueue("q"), "Content-Type: text/plain"),
            List.of("422", enqueue("-q"), NDJSON),
            List.of("422", enqueue("q"), NDJSON, "Idempotency-Key: \"k\""),
            List.of("413", enqueue("q"), JSON, "Content-Length: 9999999"))) {
      try (RawHttp raw = open(GATEWAY)) {
        List<String> lines = new ArrayList<>(refused.subList(1, refused.size()));
        lines.add(EXPECT);
        if (lines.stream().noneMatch(line -> line.startsWith("Content-Length"))) {
          lines.add(CHUNKED);
        }
        raw.sendHead(lines.toArray(String[]::new));

        assertThat(raw.readReply())
            .startsWith("HTTP/1.1 " + refused.get(0))
            .contains("onnection: close");
        assertThat(raw.isClosedByPeer()).isTrue();
      }
    }
  }

  @Test
  void passesOverTheWordInHttp10() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead(enqueue("old").replace("/1.1", "/1.0"), NDJSON, length(LINE), EXPECT);
      raw.send(LINE);

      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      assertThat(answers(raw)).last().asString().contains("\"accepted\":1");
    }
  }

  @Test
  void refusesWhatElseIsExpectedWith417() throws IOException {
    for (String unknown : List.of("200-ok", "100-continue, 200-ok", "100-continue=1")) {
      try (RawHttp raw = open(GATEWAY)) {
        raw.sendHead(enqueue("q"), NDJSON, CHUNKED, "Expect: " + unknown);
        assertThat(raw.readReply())
            .startsWith("HTTP/1.1 417 Expectation Failed")
            .contains("\"status\":417", unknown, "100-continue");
        assertThat(raw.isClosedByPeer()).isTrue();
      }
    }
  }

  @Test
  void asksForTheBodyOfEveryEndpointThatReadsOne() throws IOException {
    String settle = "{\"session\":\"none\",\"outcomes\":[]}";
    for (List<String> asked :
        List.of(
            List.of("POST /v1/queues/q/tasks HTTP/1.1", "{\"type\":\"a\"}"),
            List.of("POST /v1/queues/q/claims HTTP/1.1", "{\"max\":1}"),
            List.of("POST /v1/queues/q/claims/settle HTTP/1.1", settle),
            List.of("POST /v1/queues/q/pause HTTP/1.1", "{\"reason\":\"r\"}"),
            List.of("POST /v1/queues/q/resume HTTP/1.1", "{}"),
            List.of("PUT /v1/queues/q HTTP/1.1", "{}"),
            List.of("PUT /v1/schedules/s HTTP/1.1", "{}"))) {
      try (RawHttp raw = open(GATEWAY)) {
        raw.sendHead(asked.get(0), JSON, length(asked.get(1)), EXPECT);
        assertThat(raw.readHead()).as(asked.get(0)).isEqualTo(CONTINUE);
        raw.send(asked.get(1));
        assertThat(raw.readReply()).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 5");
      }
    }
  }

  /** It will never come: its caller has its final answer. So it is not waited for either. */
  @Test
  void aStreamThatWantsNoBodyGoesOnWithoutTheOneThatWasAnnounced() throws IOException {
    IMPATIENT.http().put("/v1/queues/q", "{}");
    for (String stream : List.of("/v1/events?queue=q", "/v1/queues/q/claims/stream?credits=9")) {
      try (RawHttp raw = open(IMPATIENT)) {
        raw.sendHead("GET " + stream + " HTTP/1.1", "Content-Length: 5", EXPECT);
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200").contains("onnection: close");
        raw.readChunk();
        raw.readChunk();
        Mono.delay(IMPATIENT_BODY).block();
        IMPATIENT.http().enqueue("q", "{\"type\":\"a\"}");
        assertThat(raw.readChunk()).contains("\"type\":\"a\"");
      }
    }
  }

  @Test
  void anAnswerWithoutTheBodyThatWasAnnouncedEndsTheConnection() throws IOException {
    try (RawHttp raw = open(GATEWAY)) {
      raw.sendHead("GET /livez HTTP/1.1", "Content-Length: 5", EXPECT);
      assertThat(raw.readReply()).startsWith("HTTP/1.1 200").contains("onnection: close");
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  private static RawHttp open(TestGateway gateway) throws IOException {
    return new RawHttp(gateway.gateway().port());
  }

  private static String enqueue(String queue) {
    return "POST /v1/queues/" + queue + "/tasks HTTP/1.1";
  }

  private static String length(String body) {
    return "Content-Length: " + body.length();
  }

  /** The lines of an answer in chunks, up to its end. */
  private static List<String> answers(RawHttp raw) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String chunk = raw.readChunk(); !chunk.isEmpty(); chunk = raw.readChunk()) {
      all.append(chunk);
    }
    return all.toString().lines().toList();
  }

  private static int accepted(String queue) {
    return HTTP.get("/v1/queues/" + queue).json().path("totals").path("accepted").asInt();
  }
}
