package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ListWorkersTest {
  private static final TestGateway GATEWAY =
      TestGateway.start(config -> config.withSessionLife(Duration.ofSeconds(3)));
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void showsWorkersOfThisProcessAndRemoteOnesPageByPage() {
    List.of("a", "b", "c", "demo").forEach(queue -> HTTP.put("/v1/queues/" + queue, "{}"));
    for (String queue : List.of("a", "b", "b", "c")) {
      HTTP.post("/v1/queues/" + queue + "/claims", "{\"max\":7}");
    }
    JsonNode demo = worker("demo");
    while (demo.path("capacity").isMissingNode()) { // it tells with its first sign of life
      demo = worker("demo");
    }
    assertThat(demo.path("host").asString()).contains("@");
    assertThat(demo.path("version").asString()).isNotEmpty();
    assertThat(Instant.parse(demo.path("since").asString())).isBefore(Instant.now());
    assertThat(demo.path("inFlight").asInt()).isZero();
    assertThat(demo.path("types").toString()).contains("\"demo.echo\"");
    assertThat(demo.path("heartbeatAgeMs").asInt()).isBetween(0, 3_000);

    List<String> queues = new ArrayList<>();
    Reply page = HTTP.get("/v1/workers?limit=2");
    while (page.json().has("nextCursor")) {
      page.json().path("items").forEach(item -> queues.add(item.path("queue").asString()));
      page = HTTP.get("/v1/workers?limit=2&cursor=" + page.member("nextCursor"));
    }
    page.json().path("items").forEach(item -> queues.add(item.path("queue").asString()));

    assertThat(queues).contains("a", "b", "c", "demo").isSorted();
    assertThat(queues.stream().filter("b"::equals)).hasSize(2);
    assertThat(worker("a").path("capacity").asInt()).isEqualTo(7);
    Problems.check(HTTP.get("/v1/workers?limit=0"), 422, "validation_failed");
  }

  private static JsonNode worker(String queue) {
    for (JsonNode item : HTTP.get("/v1/workers?limit=200").json().path("items")) {
      if (item.path("queue").asString().equals(queue)) {
        return item;
      }
    }
    throw new AssertionError("no worker of " + queue);
  }
}
