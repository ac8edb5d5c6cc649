package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What {@code /readyz} says while a loop fails, and while nothing is to be done. */
class ReadinessTest {
  private static final String SCHEDULED = "sluice:{demo}:scheduled";
  private static final String SETTINGS = "sluice:{demo}:settings";
  private static final int POLLS = 2;
  private static final int MANY = 110;
  private static final int FAILING = 25;
  private static final int NAMED = 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  @Test
  @Timeout(60)
  void namesALoopThatFailsUntilItTurnsAgain() throws IOException {
    try (TestGateway gateway = TestGateway.start()) {
      int port = gateway.redis().port();
      until(gateway.http(), ready -> ready.status() == 200);

      assertThat(RedisText.ask(port, "SET " + SCHEDULED + " x")).isEqualTo("+OK");
      Reply failing = until(gateway.http(), ready -> ready.status() == 503);
      assertThat(failing.text())
          .contains(
              "\"ready\":false", "\"redis\":\"ok\"", "\"reasons\":[\"promote demo: last pass ");
      assertThat(gateway.http().get("/livez").status()).isEqualTo(200);

      assertThat(RedisText.ask(port, "DEL " + SCHEDULED)).isEqualTo(":1");
      Reply again = until(gateway.http(), ready -> ready.status() == 200);
      assertThat(again.text()).startsWith("{\"ready\":true,\"reasons\":[],\"redis\":\"ok\"");
    }
  }

  @Test
  @Timeout(60)
  void namesTheWorstLoopsAndCountsTheRestHoweverManyQueuesThereAre() throws IOException {
    try (TestGateway gateway = TestGateway.start()) {
      for (int i = 0; i < MANY; i++) {
        String queue = "many-" + i;
        gateway.http().enqueue(queue, "{\"type\":\"demo.echo\",\"delay\":\"1h\"}");
        if (i < FAILING) {
          String scheduled = "sluice:{" + queue + "}:scheduled";
          RedisText.ask(gateway.redis().port(), "DEL " + scheduled);
          RedisText.ask(gateway.redis().port(), "SET " + scheduled + " x");
        }
      }

      Reply ready = until(gateway.http(), answer -> answer.text().contains(" more loops are late"));
      JsonNode worst = ready.json();
      assertThat(ready.status()).isEqualTo(503);
      assertThat(worst.path("reasons")).hasSize(NAMED + 1);
      assertThat(worst.path("loops")).hasSize(100);
      assertThat(worst.at("/loops/0/late").asBoolean()).isTrue();
      assertThat(worst.path("moreLoops").asInt()).isGreaterThan(MANY - 100);
    }
  }

  @Test
  @Timeout(60)
  void staysReadyWhileAQueueIsPaused() throws IOException {
    try (TestGateway gateway = TestGateway.start()) {
      RedisText.ask(gateway.redis().port(), "HSET " + SETTINGS + " paused 1");
      String task =
          gateway
              .http()
              .enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}")
              .header("Location");

      for (int polls = 0; polls < POLLS; polls++) {
        aTurnOfTheWorker(gateway.http());
      }
      assertThat(gateway.http().get(task).member("state")).isEqualTo("ready");
    }
  }

  /** Its claim loop grows older until it has turned. */
  private static void aTurnOfTheWorker(Http http) {
    long age = 0;
    for (long next = age; next >= age; next = ageOfClaim(http.get("/readyz"))) {
      age = next;
    }
  }

  private static long ageOfClaim(Reply ready) {
    assertThat(ready.status()).isEqualTo(200);
    for (JsonNode loop : ready.json().path("loops")) {
      if (loop.path("name").asString().equals("claim demo")) {
        return loop.path("ageMs").asLong();
      }
    }
    throw new AssertionError("no such loop: " + ready.text());
  }

  private static Reply until(Http http, Predicate<Reply> fits) {
    Reply ready = http.get("/readyz");
    while (!fits.test(ready)) {
      Mono.delay(LOOK_EVERY).block();
      ready = http.get("/readyz");
    }
    return ready;
  }
}
