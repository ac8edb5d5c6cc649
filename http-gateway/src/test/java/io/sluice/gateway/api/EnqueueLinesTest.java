package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class EnqueueLinesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String NDJSON = "application/x-ndjson";
  private static final int MAX_LINE = (256 + 4) * 1024;

  private static final int MOST_LINES_OF_A_DEAF_CALLER = 3_000_000;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void answersEachLineInOrderAndThenSumsUp() {
    Reply reply =
        enqueue(
            "few",
            """
            {"type":"a","id":"one"}

              \r
            {"type":"a","id":"two"}\r
            {"type":"a"}\
            """);
    List<JsonNode> answers = lines(reply);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo(NDJSON);
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).toString()).isEqualTo("{\"line\":1,\"status\":202,\"id\":\"one\"}");
    assertThat(answers.get(1).toString()).isEqualTo("{\"line\":4,\"status\":202,\"id\":\"two\"}");
    assertThat(answers.get(2).path("line").asInt()).isEqualTo(5);
    assertThat(HTTP.get("/v1/queues/few/tasks/" + answers.get(2).path("id").asString()).status())
        .isEqualTo(200);
    assertThat(answers.get(3).toString())
        .isEqualTo("{\"summary\":{\"accepted\":3,\"rejected\":0}}");
  }

  @Test
  void aBadLineNeverStopsTheOthers() {
    String tooLong = "{\"type\":\"a\",\"payload\":\"" + "x".repeat(MAX_LINE) + "\"}";
    String tooLarge = "{\"type\":\"a\",\"payload\":\"" + "x".repeat(256 * 1024) + "\"}";
    List<String> sent =
        List.of(
            "{\"type\":",
            "{\"type\":\"a\",\"prioriti\":1}",
            tooLong,
            tooLarge,
            "{\"type\":\"a\",\"id\":\"same\"}",
            "{\"type\":\"a\",\"id\":\"same\"}",
            "[]",
            "{\"type\":\"a\"}{\"type\":\"a\"}",
            "{\"type\":\"a\"}");
    List<JsonNode> answers = lines(enqueue("bad", String.join("\n", sent) + "\n"));

    assertThat(answers.stream().limit(9).map(EnqueueLinesTest::shown))
        .containsExactly(
            "1 400 malformed_json",
            "2 422 validation_failed",
            "3 413 payload_too_large",
            "4 413 payload_too_large",
            "5 202 ",
            "6 409 duplicate_task",
            "7 422 validation_failed",
            "8 400 malformed_json",
            "9 202 ");
    JsonNode problem = answers.get(1).path("problem");
    assertThat(problem.path("type").asString()).isEqualTo("/problems/validation_failed");
    assertThat(problem.path("instance").asString()).isEqualTo("/v1/queues/bad/tasks");
    assertThat(problem.path("errors").path(0).path("pointer").asString()).isEqualTo("/prioriti");
    assertThat(answers.get(5).path("problem").path("existing").path("id").asString())
        .isEqualTo("same");
    assertThat(answers.get(9).toString())
        .isEqualTo("{\"summary\":{\"accepted\":2,\"rejected\":7}}");
  }

  @Test
  void keepsAnAnswerOnOneLineWhateverTheTaskInItHolds() {
    HTTP.enqueue(
        "demo",
        "{\"type\":\"demo.echo\",\"id\":\"lines\",\"payload\":{\n\"a\":\r\n1}}",
        "Prefer",
        "wait=20");
    List<JsonNode> answers = lines(enqueue("demo", "{\"type\":\"a\",\"id\":\"lines\"}"));

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).path("problem").path("existing").path("result").toString())
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void takesMoreThanABodyMayHaveOtherwise() {
    int count = 20_000;
    String body =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"type\":\"a\",\"id\":\"t" + i + "\",\"payload\":\"" + "x".repeat(60) + "\"}")
            .collect(Collectors.joining("\n"));
    assertThat(body.length()).isGreaterThan(1 << 20);
    List<JsonNode> answers = lines(enqueue("many", body));

    for (int i = 0; i < count; i++) {
      assertThat(answers.get(i).path("id").asString("none")).isEqualTo("t" + i);
    }
    assertThat(answers.get(count).toString())
        .isEqualTo("{\"summary\":{\"accepted\":20000,\"rejected\":0}}");
    assertThat(accepted("many")).isEqualTo(count);
  }

  @Test
  void answersALineBeforeTheNextOneIsSent() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      begin(raw, "talk");
      for (int i = 1; i <= 5; i++) {
        raw.sendChunk("{\"type\":\"a\"}\n");
        if (i == 1) {
          assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
        }
        assertThat(raw.readChunk()).startsWith("{\"line\":" + i + ",\"status\":202,");
      }
      raw.sendLastChunk();
      assertThat(raw.readChunk()).isEqualTo("{\"summary\":{\"accepted\":5,\"rejected\":0}}\n");
      assertThat(raw.readChunk()).isEmpty();
      raw.sendHead("GET /livez HTTP/1.1");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void saysThatAStreamWasCutOffWhichFellSilent() throws Exception {
    try (TestGateway impatient = TestGateway.startImpatient();
        RawHttp raw = new RawHttp(impatient.gateway().port())) {
      begin(raw, "silent");
      raw.sendChunk("{\"type\":\"a\"}\n{\"ty");
      raw.readHead();
      assertThat(raw.readChunk()).startsWith("{\"line\":1,\"status\":202,");
      JsonNode cut = MAPPER.readTree(raw.readChunk());
      assertThat(cut.has("line")).isFalse();
      assertThat(shown(cut)).isEqualTo("0 408 request_timeout");
      assertThat(raw.readChunk()).isEqualTo("{\"summary\":{\"accepted\":1,\"rejected\":0}}\n");
      assertThat(raw.readChunk()).isEmpty();
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void takesNoMoreThanItCanHoldFromACallerThatReadsNoAnswers() throws Exception {
    String lines = "{\"type\":\"a\"}\n".repeat(500);
    try (TestGateway impatient = TestGateway.startImpatient();
        RawHttp raw = new RawHttp(impatient.gateway().port())) {
      begin(raw, "deaf");
      // What the sockets of both sides hold, which are some MB of lines of 13 bytes.
      assertThat(sendUntilCut(raw, lines)).isLessThan(MOST_LINES_OF_A_DEAF_CALLER);
      assertThat(accepted(impatient.http(), "deaf")).isBetween(1_000, MOST_LINES_OF_A_DEAF_CALLER);
    }
  }

  @Test
  void endsWithASummaryWhenTheServerStops() throws Exception {
    try (TestGateway other = TestGateway.start();
        RawHttp raw = new RawHttp(other.gateway().port())) {
      begin(raw, "stopped");
      raw.sendChunk("{\"type\":\"a\"}\n");
      raw.readHead();
      raw.readChunk();
      CompletableFuture<Void> stopped = other.gateway().stop(Duration.ofSeconds(10)).toFuture();

      assertThat(raw.readChunk()).isEqualTo("{\"summary\":{\"accepted\":1,\"rejected\":0}}\n");
      assertThat(raw.readChunk()).isEmpty();
      assertThat(raw.isClosedByPeer()).isTrue();
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void answersLinesWithAProblemWhileRedisIsAway() throws Exception {
    Duration patience = Duration.ofMillis(700);
    try (TestGateway other = TestGateway.start(config -> config.withStreamTimeout(patience))) {
      other.redis().close();
      Reply reply =
          other.http().postAs(NDJSON, "/v1/queues/q/tasks", "{\"type\":\"a\"}\n{\"type\":\"b\"}\n");

      assertThat(lines(reply).stream().map(EnqueueLinesTest::shown))
          .containsExactly("1 503 redis_unavailable", "2 503 redis_unavailable", "0 0 ");
    }
  }

  @Test
  void refusesTheStreamAsAWholeBeforeItIsRead() {
    Problems.check(
        HTTP.postAs(NDJSON, "/v1/queues/-a/tasks", "{\"type\":\"a\"}"), 422, "validation_failed");
    Problems.check(HTTP.postAs(NDJSON, "/v1/queues/a/tasks?x=1", "{}"), 422, "validation_failed");
    Problems.check(
        HTTP.postAs(NDJSON, "/v1/queues/a/tasks", "{}", "Idempotency-Key", "\"k\""),
        422,
        "validation_failed");
    Problems.check(
        HTTP.postAs(NDJSON, "/v1/queues/a/tasks", "{}", "Content-Encoding", "gzip"),
        415,
        "unsupported_media_type");
    Problems.check(
        HTTP.postAs(NDJSON + "; charset=utf-16", "/v1/queues/a/tasks", "{}"),
        415,
        "unsupported_media_type");
  }

  @Test
  void sumsUpNothingForNothing() {
    assertThat(enqueue("nothing", "\n \n").text())
        .isEqualTo("{\"summary\":{\"accepted\":0,\"rejected\":0}}\n");
  }

  private static void begin(RawHttp raw, String queue) throws IOException {
    raw.sendHead(
        "POST /v1/queues/" + queue + "/tasks HTTP/1.1",
        "Content-Type: " + NDJSON,
        "Transfer-Encoding: chunked");
  }

  /** How many lines went out before the server ended the connection. */
  private static int sendUntilCut(RawHttp raw, String lines) throws IOException {
    int sent = 0;
    try {
      while (sent <= 2 * MOST_LINES_OF_A_DEAF_CALLER) {
        raw.sendChunk(lines);
        sent += 500;
      }
    } catch (SocketException cut) {
      return sent;
    }
    throw new AssertionError("the server took all of " + sent + " lines");
  }

  private static Reply enqueue(String queue, String body) {
    return HTTP.postAs(NDJSON, "/v1/queues/" + queue + "/tasks", body);
  }

  private static int accepted(String queue) {
    return accepted(HTTP, queue);
  }

  private static int accepted(Http http, String queue) {
    return http.get("/v1/queues/" + queue).json().path("totals").path("accepted").asInt();
  }

  private static List<JsonNode> lines(Reply reply) {
    return reply.text().lines().map(MAPPER::readTree).toList();
  }

  private static String shown(JsonNode answer) {
    return answer.path("line").asInt(0)
        + " "
        + answer.path("status").asInt(0)
        + " "
        + answer.path("problem").path("code").asString("");
  }
}
