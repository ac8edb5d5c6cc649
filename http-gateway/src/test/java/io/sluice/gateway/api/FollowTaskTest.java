package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class FollowTaskTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final JsonMapper MAPPER = new JsonMapper();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void tellsHowTheTaskIsThenEveryChangeUpToItsEnd() {
    String location =
        enqueue("{\"type\":\"demo.sleep\",\"payload\":{\"ms\":1500},\"delay\":\"1s\"}");
    Reply reply = HTTP.get(location + "/events");
    List<String> events = List.of(reply.text().split("\n\n"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(events.get(0)).isEqualTo("retry: 3000");
    assertThat(events.get(1)).matches("id: \\S+\nevent: task\\.scheduled\ndata: \\{.*}");
    assertThat(events.stream().skip(2).filter(event -> !event.contains("task.ready")))
        .hasSize(2)
        .satisfiesExactly(
            running -> assertThat(running).contains("event: task.running\n"),
            ended -> assertThat(ended).contains("event: task.succeeded\n"));
    for (String event : events.subList(1, events.size())) {
      JsonNode view = MAPPER.readTree(event.substring(event.indexOf("data: ") + 6));
      assertThat(event).contains("event: task." + view.path("state").asString() + "\n");
      assertThat(location).endsWith(view.path("id").asString());
    }
  }

  @Test
  void tellsTheEndAtOnceWhenThereIsNothingElseToTell() {
    String location =
        HTTP.enqueue(
                "demo",
                "{\"type\":\"demo.echo\",\"payload\":{\n\"a\":\r\n\"x\"}}",
                "Prefer",
                "wait=20")
            .header("Location");
    Reply reply = HTTP.get(location + "/events");

    assertThat(reply.text())
        .startsWith("retry: 3000\n\nid: succeeded-")
        .endsWith("}\n\n")
        .doesNotContain("\r");
    assertThat(reply.text().lines().filter(line -> line.startsWith("data: "))).hasSize(1);
    assertThat(reply.text()).contains("\"result\":{ \"a\":  \"x\"}");
  }

  @Test
  void tellsOfACancel() throws Exception {
    String location = enqueue("{\"type\":\"demo.echo\",\"delay\":\"1h\"}");
    try (RawHttp raw = open(location)) {
      assertThat(raw.readChunk()).isEqualTo("retry: 3000\n\n");
      assertThat(raw.readChunk()).contains("task.scheduled");
      GATEWAY.sluice().tasks().cancel("demo", id(location)).block(Duration.ofSeconds(20));

      assertThat(raw.readChunk()).contains("event: task.cancelled");
      assertThat(raw.readChunk()).isEmpty();
    }
  }

  @Test
  void doesNotBeginForATaskThatIsNotThere() {
    Problems.check(HTTP.get("/v1/queues/demo/tasks/nope/events"), 404, "unknown_task");
    Problems.check(HTTP.get("/v1/queues/demo/tasks/no%20pe/events"), 404, "unknown_task");
    Problems.check(HTTP.get(enqueue("{\"type\":\"a\"}") + "/events?x=1"), 422, "validation_failed");
  }

  @Test
  void answersAHeadWithoutAnyEvent() {
    Reply reply = HTTP.head(enqueue("{\"type\":\"a\",\"delay\":\"1h\"}") + "/events");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void endsWhenTheServerStops() throws Exception {
    try (TestGateway other = TestGateway.start()) {
      String location =
          other.http().enqueue("q", "{\"type\":\"a\",\"delay\":\"1h\"}").header("Location");
      try (RawHttp raw = new RawHttp(other.gateway().port())) {
        raw.sendHead("GET " + location + "/events HTTP/1.1");
        raw.readHead();
        raw.readChunk();
        raw.readChunk();
        CompletableFuture<Void> stopped = other.gateway().stop(Duration.ofSeconds(10)).toFuture();

        assertThat(raw.readChunk()).isEmpty();
        assertThat(raw.isClosedByPeer()).isTrue();
        stopped.get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static RawHttp open(String location) throws Exception {
    RawHttp raw = new RawHttp(GATEWAY.gateway().port());
    raw.sendHead("GET " + location + "/events HTTP/1.1");
    assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
    return raw;
  }

  private static String enqueue(String body) {
    return HTTP.enqueue("demo", body).header("Location");
  }

  private static String id(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
