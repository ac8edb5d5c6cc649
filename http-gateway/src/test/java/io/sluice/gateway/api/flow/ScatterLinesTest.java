package io.sluice.gateway.api.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parts in and results out on one request. */
@Timeout(60)
class ScatterLinesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String NDJSON = "application/x-ndjson";
  private static final String HELD = "{\"type\":\"held\"}\n";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void answersEachPartWithItsResultAndKeepsNothing() {
    List<JsonNode> answers = scatter("demo", "?window=50", echoes(500));

    assertThat(answers).hasSize(501);
    assertThat(answers.subList(0, 500))
        .allSatisfy(
            answer -> {
              assertThat(answer.path("state").asString()).isEqualTo("succeeded");
              assertThat(answer.path("result").asInt()).isEqualTo(answer.path("index").asInt());
              assertThat(answer.path("id").asString()).isNotEmpty();
            });
    assertThat(answers.get(500).toString())
        .isEqualTo("{\"summary\":{\"parts\":500,\"succeeded\":500,\"failed\":0,\"unanswered\":0}}");
    eventually(() -> count(HTTP, "demo", "succeeded") == 0);
  }

  @Test
  void answersInTheOrderOfThePartsWhenAskedTo() {
    List<JsonNode> answers =
        scatter(
            "demo",
            "?ordered=true&window=20",
            "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":200}}\n" + echoes(100));

    assertThat(answers.stream().limit(101).map(answer -> answer.path("index").asInt()))
        .isEqualTo(IntStream.range(0, 101).boxed().toList());
  }

  @Test
  void aBadLineIsAFailureInItsPlaceWithItsNumber() {
    List<JsonNode> answers =
        scatter(
            "demo",
            "?ordered=true&onFailure=value",
            echoes(1) + "\n{\"type\":\n{\"typ\":\"a\"}\n" + echoes(1));

    assertThat(answers.get(0).path("result").asInt()).isZero();
    assertThat(shown(answers.get(1))).isEqualTo("1 line 3 400 malformed_json");
    assertThat(shown(answers.get(2))).isEqualTo("2 line 4 422 validation_failed");
    assertThat(answers.get(3).path("index").asInt()).isEqualTo(3);
    assertThat(answers.get(4).path("summary").toString())
        .isEqualTo("{\"parts\":4,\"succeeded\":2,\"failed\":2,\"unanswered\":0}");
  }

  @Test
  void byDefaultAFailureIsTheLastAnswerAndCancelsTheOthers() {
    List<JsonNode> answers = scatter("unworked", "", HELD.repeat(10) + "{\"type\":7}\n" + HELD);

    assertThat(answers).hasSize(2);
    assertThat(shown(answers.get(0))).isEqualTo("10 line 11 422 validation_failed");
    JsonNode summary = answers.get(1).path("summary");
    assertThat(summary.path("failed").asInt()).isEqualTo(1);
    assertThat(summary.path("unanswered").asInt())
        .isEqualTo(summary.path("parts").asInt() - 1)
        .isGreaterThanOrEqualTo(10);
    eventually(() -> count(HTTP, "unworked", "ready") == 0);
  }

  @Test
  void aPartThatDiesTellsWhy() {
    String dies =
        "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1}}\n";
    List<JsonNode> answers = scatter("demo", "?onFailure=value", dies);
    JsonNode dead = answers.get(0);

    assertThat(dead.path("state").asString()).isEqualTo("dead");
    assertThat(dead.path("failure").path("message").asString()).isNotEmpty();
    assertThat(dead.has("result")).isFalse();
    assertThat(scatter("demo", "?onFailure=ignore", dies + echoes(1)).toString())
        .contains("\"index\":1")
        .doesNotContain("dead")
        .contains("{\"parts\":2,\"succeeded\":1,\"failed\":1,\"unanswered\":0}");
  }

  @Test
  void talksWhileTheBodyIsSent() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      begin(raw, "demo", "?onFailure=value");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200").contains(NDJSON);
      assertThat(raw.readChunk()).isBlank();
      for (int i = 0; i < 3; i++) {
        raw.sendChunk("{\"type\":\"demo.echo\",\"payload\":\"" + i + "\"}\n");
        assertThat(raw.readChunk()).contains("\"index\":" + i).contains("\"result\":\"" + i + "\"");
      }
      raw.sendLastChunk();
      assertThat(raw.readChunk()).startsWith("{\"summary\":{\"parts\":3,\"succeeded\":3");
      assertThat(raw.readChunk()).isEmpty();
    }
  }

  @Test
  void asksACallerForTheBodyThatItKeepsBack() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      String body = echoes(1);
      raw.sendHead(
          "POST /v1/queues/demo/scatter HTTP/1.1",
          "Content-Type: " + NDJSON,
          "Expect: 100-continue",
          "Content-Length: " + body.length());
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
      raw.send(body);
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aCutConnectionCancelsWhatHasNotRun() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      begin(raw, "cut", "");
      raw.sendChunk(HELD.repeat(30));
      eventually(() -> count(HTTP, "cut", "ready") == 30);
    }
    eventually(() -> count(HTTP, "cut", "ready") == 0);
    assertThat(total(HTTP, "cut", "cancelled")).isEqualTo(30);
  }

  @Test
  void readsNoFurtherThanTheWindow() throws Exception {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      begin(raw, "window", "?window=20");
      raw.sendChunk(HELD.repeat(200));
      eventually(() -> count(HTTP, "window", "ready") == 20);
      raw.sendChunk(HELD.repeat(200));
      assertThat(total(HTTP, "window", "accepted")).isEqualTo(20);
    }
  }

  @Test
  void saysThatAStreamWasCutOffWhichFellSilent() throws Exception {
    try (TestGateway impatient = TestGateway.startImpatient();
        RawHttp raw = new RawHttp(impatient.gateway().port())) {
      begin(raw, "silent", "");
      raw.sendChunk(HELD);
      raw.readHead();
      assertThat(raw.readChunk()).isBlank();
      assertThat(shown(MAPPER.readTree(raw.readChunk())))
          .isEqualTo("-1 line -1 408 request_timeout");
      assertThat(raw.readChunk()).contains("\"parts\":1,").contains("\"unanswered\":1}");
      eventually(() -> count(impatient.http(), "silent", "ready") == 0);
    }
  }

  @Test
  void endsWithASummaryWhenTheServerStops() throws Exception {
    try (TestGateway other = TestGateway.start();
        RawHttp raw = new RawHttp(other.gateway().port())) {
      begin(raw, "stopped", "");
      raw.sendChunk(HELD);
      raw.readHead();
      assertThat(raw.readChunk()).isBlank();
      eventually(() -> count(other.http(), "stopped", "ready") == 1);
      CompletableFuture<Void> stopped = other.gateway().stop(Duration.ofSeconds(10)).toFuture();

      assertThat(raw.readChunk()).contains("\"unanswered\":1}");
      assertThat(raw.readChunk()).isEmpty();
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void refusesTheStreamAsAWholeBeforeItIsRead() {
    refused(HTTP.postAs(NDJSON, "/v1/queues/a/scatter?window=0", HELD), 422);
    refused(HTTP.postAs(NDJSON, "/v1/queues/a/scatter?window=1025", HELD), 422);
    refused(HTTP.postAs(NDJSON, "/v1/queues/a/scatter?ordered=yes", HELD), 422);
    refused(HTTP.postAs(NDJSON, "/v1/queues/a/scatter?onFailure=stop", HELD), 422);
    refused(HTTP.postAs(NDJSON, "/v1/queues/-a/scatter", HELD), 422);
    refused(HTTP.postAs(NDJSON, "/v1/queues/a/scatter", HELD, "Idempotency-Key", "\"k\""), 422);
    refused(HTTP.post("/v1/queues/a/scatter", "{\"type\":\"a\"}"), 415);
  }

  private static void refused(Reply reply, int status) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
  }

  private static String echoes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"type\":\"demo.echo\",\"payload\":" + i + "}\n")
        .collect(Collectors.joining());
  }

  private static void begin(RawHttp raw, String queue, String query) throws IOException {
    raw.sendHead(
        "POST /v1/queues/" + queue + "/scatter" + query + " HTTP/1.1",
        "Content-Type: " + NDJSON,
        "Transfer-Encoding: chunked");
  }

  private static List<JsonNode> scatter(String queue, String query, String parts) {
    Reply reply = HTTP.postAs(NDJSON, "/v1/queues/" + queue + "/scatter" + query, parts);
    assertThat(reply.status()).isEqualTo(200);
    return reply.text().lines().filter(line -> !line.isBlank()).map(MAPPER::readTree).toList();
  }

  private static String shown(JsonNode answer) {
    return answer.path("index").asInt(-1)
        + " line "
        + answer.path("line").asInt(-1)
        + " "
        + answer.path("status").asInt(0)
        + " "
        + answer.path("problem").path("code").asString("");
  }

  private static long count(Http http, String queue, String state) {
    return http.get("/v1/queues/" + queue).json().path("counts").path(state).asLong(-1);
  }

  private static long total(Http http, String queue, String name) {
    return http.get("/v1/queues/" + queue).json().path("totals").path(name).asLong(-1);
  }

  private static void eventually(BooleanSupplier holds) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not within 20 s");
      }
      Thread.onSpinWait();
    }
  }
}
