package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.ApiCheck;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class FollowEventsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LATER = "{\"type\":\"a\",\"delay\":\"1h\"}";

  @BeforeAll
  static void createQueues() {
    HTTP.put("/v1/queues/demo", "{}"); // its workers create none
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void tellsTheLifeOfATaskInItsOrderWithItsView() throws Exception {
    try (RawHttp raw = follow(GATEWAY, "?queue=demo")) {
      HTTP.enqueue(
          "demo", "{\"type\":\"demo.echo\",\"id\":\"life\",\"tags\":[\"x\"],\"payload\":1}");
      List<String> states = new ArrayList<>();
      String event = "";
      while (!event.contains("event: task.succeeded\n")) {
        event = next(raw);
        JsonNode data = data(event);
        assertThat(data.path("id").asString()).isEqualTo("life");
        assertThat(event).contains("event: task." + data.path("state").asString() + "\n");
        assertThat(event).startsWith("id: ");
        states.add(data.path("state").asString());
      }

      assertThat(states).containsExactly("ready", "running", "succeeded");
      assertThat(data(event).path("tags").toString()).isEqualTo("[\"x\"]");
      assertThat(data(event).has("result")).isFalse();
    }
  }

  @Test
  void tellsOnlyTheEventsAndTheQueueThatAreAskedFor() throws Exception {
    HTTP.enqueue("here", LATER);
    HTTP.enqueue("there", LATER);
    try (RawHttp raw = follow(GATEWAY, "?queue=here&event=task.cancelled,task.dead")) {
      String there = HTTP.enqueue("there", LATER).header("Location");
      String here = HTTP.enqueue("here", LATER).header("Location");
      HTTP.post(there + "/cancel");
      HTTP.post(here + "/cancel");
      String event = next(raw);

      assertThat(event).contains("event: task.cancelled\n");
      assertThat(here).endsWith(data(event).path("id").asString("none"));
    }
  }

  @Test
  void tellsOfAllQueuesAlsoOfOneThatBeginsMeanwhile() throws Exception {
    HTTP.enqueue("first", LATER);
    try (RawHttp raw = follow(GATEWAY, "")) {
      HTTP.enqueue("second", LATER);
      String gap = next(raw, "\"second\"");
      HTTP.enqueue("second", "{\"type\":\"a\",\"delay\":\"1h\",\"id\":\"heard\"}");
      HTTP.enqueue("first", "{\"type\":\"a\",\"delay\":\"1h\",\"id\":\"too\"}");

      assertThat(gap)
          .isEqualTo("event: gap\ndata: {\"reason\":\"found\",\"queue\":\"second\"}\n\n");
      assertThat(next(raw, "\"heard\"")).contains("event: task.scheduled\n");
      assertThat(next(raw, "\"too\"")).contains("event: task.scheduled\n");
    }
  }

  @Test
  void tellsWhoIsSlowThatItMissedSome() throws Exception {
    HTTP.enqueue("flood", LATER);
    int count = 15_000;
    try (RawHttp raw = RawHttp.withSmallBuffer(GATEWAY.gateway().port())) {
      begin(raw, "?queue=flood");
      List<String> tags = Collections.nCopies(16, "x".repeat(100));
      TaskType<byte[], byte[]> type = TaskType.raw("a");
      Flux<NewTask<byte[], byte[]>> tasks =
          Flux.range(0, count).map(i -> type.with(new byte[0]).tags(tags));
      GATEWAY.sluice().enqueueAll("flood", tasks).then().block(PATIENCE);
      HTTP.enqueue("flood", "{\"type\":\"a\",\"id\":\"last\"}");

      int told = 0;
      boolean gap = false;
      String event = next(raw);
      while (!event.contains("\"last\"")) {
        gap |= event.equals("event: gap\ndata: {\"reason\":\"slow\"}\n\n");
        told++;
        event = next(raw);
      }
      assertThat(gap).isTrue();
      assertThat(told).isLessThan(count);
    }
  }

  @Test
  void tellsThatRedisWasAwayAndGoesOn() throws Exception {
    try (TestGateway other = TestGateway.start()) {
      other.http().enqueue("q", LATER);
      try (RawHttp raw = follow(other, "?queue=q")) {
        int port = other.redis().port();
        other.redis().close();
        try (EmbeddedRedis again = EmbeddedRedis.start(RedisOptions.IN_MEMORY.withPort(port))) {
          String gap = next(raw);
          assertThat(gap).isEqualTo("event: gap\ndata: {\"reason\":\"reconnected\"}\n\n");
          while (other.http().enqueue("q", "{\"type\":\"a\",\"id\":\"after\"}").status() != 202) {
            assertThat(again.isAlive()).isTrue();
          }
          assertThat(next(raw)).contains("event: task.ready\n", "\"after\"");
          CompletableFuture<Void> stopped = other.gateway().stop(Duration.ofSeconds(10)).toFuture();

          assertThat(raw.readChunk()).isEmpty();
          assertThat(raw.isClosedByPeer()).isTrue();
          stopped.get(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  @Test
  void tellsWhoComesBackThatItMissedWhatWasMeanwhile() throws Exception {
    HTTP.enqueue("back", LATER);
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead("GET /v1/events?queue=back HTTP/1.1", "Last-Event-ID: 1795203000000-1");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200").contains("text/event-stream");
      assertThat(raw.readChunk()).isEqualTo("retry: 3000\n\n");
      assertThat(raw.readChunk()).isEqualTo("event: gap\ndata: {\"reason\":\"resumed\"}\n\n");
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Problems.check(HTTP.get("/v1/events?queue=nowhere"), 404, "unknown_queue");
    Problems.check(HTTP.get("/v1/events?queue=no%20where"), 404, "unknown_queue");
    Problems.check(HTTP.get("/v1/events?event=task.deat"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/events?event="), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/events?queues=a"), 422, "validation_failed");
    assertThat(HTTP.get("/v1/events?event=task.deat").text()).contains("did you mean task.dead?");
  }

  private static RawHttp follow(TestGateway gateway, String query) throws Exception {
    RawHttp raw = new RawHttp(gateway.gateway().port());
    begin(raw, query);
    return raw;
  }

  /** Up to the comment that says that nothing is missed from here on. */
  private static void begin(RawHttp raw, String query) throws Exception {
    raw.sendHead("GET /v1/events" + query + " HTTP/1.1");
    assertThat(raw.readHead()).startsWith("HTTP/1.1 200").contains("text/event-stream");
    assertThat(raw.readChunk()).isEqualTo("retry: 3000\n\n");
    assertThat(raw.readChunk()).isEqualTo(":\n\n");
  }

  private static String next(RawHttp raw, String with) throws Exception {
    String event = next(raw);
    while (!event.contains(with)) {
      event = next(raw);
    }
    return event;
  }

  /** The next one that is no comment; as the API document says. */
  private static String next(RawHttp raw) throws Exception {
    String chunk = raw.readChunk();
    while (chunk.equals(":\n\n")) {
      chunk = raw.readChunk();
    }
    assertThat(chunk).as("the stream has ended").isNotEmpty();
    return checked(chunk);
  }

  private static String checked(String event) {
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "Content-Type", List.of("text/event-stream"),
                "X-Request-Id", List.of("a"),
                "Cache-Control", List.of("no-store"),
                "X-Accel-Buffering", List.of("no")),
            (name, value) -> true);
    Reply reply = new Reply(200, headers, event.getBytes(StandardCharsets.UTF_8));
    return ApiCheck.check("GET", "/v1/events", "", "", reply).text();
  }

  private static JsonNode data(String event) {
    return MAPPER.readTree(event.substring(event.indexOf("data: ") + "data: ".length()));
  }
}
