package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.ApiCheck;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Processes;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an {@code EventSource} relies on: it asks again after every end, with the id of the last
 * event, until it is answered with 204; and after a refusal never again.
 */
@Timeout(120)
class StreamsForBrowsersTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Pattern ID = Pattern.compile("(?m)^id: (\\S+)$");
  private static final String RETRY = "retry: 3000\n\n";
  private static final String LATER = "{\"type\":\"a\",\"delay\":\"1h\"}";

  private boolean away;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @BeforeEach
  void thereIsAQueue() {
    HTTP.enqueue("there", LATER);
  }

  @AfterEach
  void redisIsBack() throws Exception {
    if (away) {
      redisComesBack();
    }
  }

  @Test
  void whoHasBeenToldTheEndOfATaskIsToldThatItIsOver() {
    for (String end : List.of("cancelled", "succeeded")) {
      String path = ended(end) + "/events";
      String told = HTTP.get(path).text();
      Reply again = HTTP.get(path, "Last-Event-ID", lastId(told));

      assertThat(told).contains("event: task." + end + "\n");
      assertThat(again.status()).isEqualTo(204);
      assertThat(again.body()).isEmpty();
      assertThat(HTTP.get(path, "Last-Event-ID", end + "-1-x").text()).isEqualTo(told);
      assertThat(HTTP.get(path, "Last-Event-ID", "").text()).isEqualTo(told);
    }
  }

  @Test
  void aTaskThatWentOnAfterTheEndThatWasToldIsFollowedAgain() throws Exception {
    String path =
        HTTP.enqueue("demo", "{\"type\":\"demo.fail\",\"retry\":{\"maxAttempts\":1}}")
            .header("Location");
    HTTP.get(path + "/events");
    String dead = lastId(HTTP.get(path + "/events").text());
    HTTP.post(path + "/retry");
    try (RawHttp raw = open(path + "/events", dead)) {
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
      assertThat(raw.readChunk()).isEqualTo(RETRY);
      assertThat(raw.readChunk()).contains("event: task.");
    }
  }

  @Test
  void aStreamOfATaskBeginsWhileRedisIsAwayAndTellsHowItIsThen() throws Exception {
    String path = HTTP.enqueue("there", LATER).header("Location");
    redisGoesAway();
    try (RawHttp raw = open(path + "/events", "")) {
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
      assertThat(raw.readChunk()).isEqualTo(RETRY);
      redisComesBack();
      assertThat(event(raw)).contains("event: task.scheduled\n");
      HTTP.post(path + "/cancel");
      assertThat(event(raw)).contains("event: task.cancelled\n");
      assertThat(raw.readChunk()).isEmpty();
    }
  }

  @Test
  void whatAHandlerEmitsIsFollowedAlsoWhenRedisIsAwayAtFirst() throws Exception {
    String path =
        HTTP.enqueue("demo", "{\"type\":\"demo.count\",\"payload\":{\"to\":2,\"ms\":0}}")
            .header("Location");
    HTTP.get(path + "/stream");
    redisGoesAway();
    try (RawHttp raw = open(path + "/stream", "")) {
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
      assertThat(raw.readChunk()).isEqualTo(RETRY);
      redisComesBack();
      assertThat(event(raw)).contains("event: item\n", "\"value\":1}");
      assertThat(event(raw)).contains("event: item\n", "\"value\":2}");
      assertThat(event(raw)).contains("event: task.succeeded\n");
      assertThat(raw.readChunk()).isEmpty();
    }
  }

  @Test
  void aStreamOfATaskStaysOpenWhileRedisIsAway() throws Exception {
    String path = HTTP.enqueue("there", LATER).header("Location");
    try (RawHttp raw = open(path + "/events", "")) {
      raw.readHead();
      assertThat(raw.readChunk()).isEqualTo(RETRY);
      assertThat(event(raw)).contains("event: task.scheduled\n");
      redisGoesAway();
      assertThat(HTTP.get(path).status()).isEqualTo(503);
      redisComesBack();
      HTTP.post(path + "/cancel");
      assertThat(event(raw)).contains("event: task.cancelled\n");
    }
  }

  @Test
  void anEndThatWasToldIsNotToldAgainWhenRedisWasAwayMeanwhile() throws Exception {
    String path = ended("cancelled") + "/events";
    String id = lastId(HTTP.get(path).text());
    redisGoesAway();
    try (RawHttp raw = open(path, id)) {
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
      assertThat(raw.readChunk()).isEqualTo(RETRY);
      redisComesBack();
      assertThat(event(raw)).isEmpty();
    }
    assertThat(HTTP.get(path, "Last-Event-ID", id).status()).isEqualTo(204);
  }

  @Test
  void aStreamOfNothingThatBeganWhileRedisWasAwaySaysSoAndEnds() throws Exception {
    for (String path :
        List.of("/v1/queues/there/tasks/none/events", "/v1/events?queue=not-there")) {
      redisGoesAway();
      try (RawHttp raw = open(path, "")) {
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
        assertThat(raw.readChunk()).isEqualTo(RETRY);
        redisComesBack();
        String told = event(raw);
        ApiCheck.check("GET", path, "", "", reply(told));
        assertThat(told)
            .startsWith("id: unknown\nevent: unknown\n")
            .contains("\"code\":\"unknown_", "\"status\":404");
        assertThat(event(raw)).isEmpty();
      }
      assertThat(HTTP.get(path, "Last-Event-ID", "unknown").status()).isEqualTo(204);
      assertThat(HTTP.get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void aStreamOfATaskThatIsDeletedSaysThatThereIsNoneAnyMore() throws Exception {
    String path = HTTP.enqueue("there", LATER).header("Location");
    try (RawHttp raw = open(path + "/events", "")) {
      raw.readHead();
      assertThat(raw.readChunk()).isEqualTo(RETRY);
      assertThat(event(raw)).contains("event: task.scheduled\n");
      HTTP.delete(path);
      assertThat(event(raw)).contains("event: unknown\n", "unknown_task");
      assertThat(event(raw)).isEmpty();
    }
  }

  @Test
  void aStreamOfQueuesBeginsWhileRedisIsAwayAndTellsTheGap() throws Exception {
    for (String query : List.of("?queue=there", "")) {
      redisGoesAway();
      try (RawHttp raw = open("/v1/events" + query, "")) {
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
        assertThat(raw.readChunk()).isEqualTo(RETRY);
        redisComesBack();
        assertThat(event(raw)).isEqualTo("event: gap\ndata: {\"reason\":\"reconnected\"}\n\n");
        HTTP.enqueue("there", LATER);
        assertThat(event(raw)).contains("event: task.scheduled\n");
      }
    }
  }

  @Test
  void whatIsWrongWithARequestIsSaidAlsoWhileRedisIsAway() throws Exception {
    redisGoesAway();
    Problems.check(HTTP.get("/v1/events?event=nonsense"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues/q/tasks/a/events?x=1"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues/q/tasks/a%20b/events"), 404, "unknown_task");
    Problems.check(HTTP.get("/v1/events?queue=-"), 404, "unknown_queue");
    assertThat(HTTP.get("/readyz").status()).isEqualTo(503);
    assertThat(HTTP.head("/v1/events").status()).isEqualTo(200);
  }

  /** By itself nginx holds back what it takes for a whole answer. */
  @Test
  void everyAnswerThatFlowsIsToBePassedOnAtOnce() throws IOException {
    Reply lines = HTTP.postAs("application/x-ndjson", "/v1/queues/there/tasks", LATER);
    assertThat(lines.header("X-Accel-Buffering")).isEqualTo("no");
    for (String path : List.of("/v1/events", "/v1/queues/there/claims/stream")) {
      try (RawHttp raw = open(path, "")) {
        assertThat(raw.readHead()).containsIgnoringCase("X-Accel-Buffering: no\r\n");
      }
    }
  }

  private void redisGoesAway() throws Exception {
    away = true;
    Processes.pause(GATEWAY.redis().pid());
  }

  private void redisComesBack() throws Exception {
    Processes.goOn(GATEWAY.redis().pid());
    away = false;
    while (HTTP.get("/v1/queues").status() != 200) {
      Thread.onSpinWait();
    }
  }

  private static String ended(String state) {
    if (state.equals("succeeded")) {
      return HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}", "Prefer", "wait=20")
          .header("Location");
    }
    String path = HTTP.enqueue("there", LATER).header("Location");
    HTTP.post(path + "/cancel");
    return path;
  }

  private static RawHttp open(String path, String lastId) throws IOException {
    RawHttp raw = new RawHttp(GATEWAY.gateway().port());
    String resumes = lastId.isEmpty() ? "Accept: text/event-stream" : "Last-Event-ID: " + lastId;
    raw.sendHead("GET " + path + " HTTP/1.1", resumes);
    return raw;
  }

  /** The next event; signs of life are passed over. Empty at the end. */
  private static String event(RawHttp raw) throws IOException {
    String chunk = raw.readChunk();
    while (chunk.equals(":\n\n")) {
      chunk = raw.readChunk();
    }
    return chunk;
  }

  private static String lastId(String events) {
    Matcher ids = ID.matcher(events);
    String last = "";
    while (ids.find()) {
      last = ids.group(1);
    }
    return last;
  }

  private static Reply reply(String events) {
    Map<String, List<String>> headers =
        Map.of(
            "Content-Type", List.of("text/event-stream"),
            "Cache-Control", List.of("no-store"),
            "X-Accel-Buffering", List.of("no"),
            "X-Request-Id", List.of("x"));
    return new Reply(
        200,
        HttpHeaders.of(headers, (name, value) -> true),
        events.getBytes(StandardCharsets.UTF_8));
  }
}
