package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ShowTaskTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void showsThePayloadOnWish() {
    String location = HTTP.enqueue("q", "{\"type\":\"a\",\"payload\":[1]}").header("Location");

    assertThat(HTTP.get(location).json().has("payload")).isFalse();
    assertThat(HTTP.get(location + "?include=payload").json().path("payload").toString())
        .isEqualTo("[1]");
    Problems.check(HTTP.get(location + "?include=all"), 422, "validation_failed");
    Problems.check(HTTP.get(location + "?inclde=payload"), 422, "validation_failed");
    assertThat(HTTP.get(location + "?inclde=payload").text()).contains("did you mean include?");
  }

  @Test
  void doesNotRepeatWhatTheCallerHas() {
    String location = HTTP.enqueue("q", "{\"type\":\"a\"}").header("Location");
    Reply first = HTTP.get(location);
    Reply again = HTTP.get(location, "If-None-Match", first.header("ETag"));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(HTTP.get(location, "If-None-Match", "\"old\"").status()).isEqualTo(200);
  }

  @Test
  void waitsForAChangeOnWish() {
    Reply enqueued =
        HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1,\"delay\":\"1s\"}");
    Reply changed =
        HTTP.get(
            enqueued.header("Location"),
            "If-None-Match",
            enqueued.header("ETag"),
            "Prefer",
            "wait=20");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.member("state")).isNotEqualTo("scheduled");
    assertThat(changed.header("ETag")).isNotEqualTo(enqueued.header("ETag"));
    assertThat(changed.header("Preference-Applied")).isEqualTo("wait=20");
  }

  @Test
  void answersAtOnceWhenItHasChangedAlready() {
    Reply enqueued = HTTP.enqueue("q", "{\"type\":\"a\"}");
    Reply reply =
        HTTP.get(enqueued.header("Location"), "If-None-Match", "\"older\"", "Prefer", "wait=20");

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void saysThatNothingHasChangedWhenTheWaitIsOver() {
    Reply enqueued = HTTP.enqueue("q", "{\"type\":\"a\",\"delay\":\"1h\"}");
    Instant asked = Instant.now();
    Reply reply =
        HTTP.get(
            enqueued.header("Location"),
            "If-None-Match",
            enqueued.header("ETag"),
            "Prefer",
            "wait=2");

    assertThat(reply.status()).isEqualTo(304);
    assertThat(Duration.between(asked, Instant.now()))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
  }

  @Test
  void letsManyWaitAtOnce() {
    Reply enqueued =
        HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1,\"delay\":\"2s\"}");
    CompletableFuture<?>[] waiting = new CompletableFuture<?>[100];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] =
          HTTP.getLater(
                  enqueued.header("Location"),
                  "If-None-Match",
                  enqueued.header("ETag"),
                  "Prefer",
                  "wait=20")
              .thenAccept(reply -> assertThat(reply.status()).isEqualTo(200));
    }

    CompletableFuture.allOf(waiting).join();
  }

  @Test
  void doesNotKnowATaskThatWasNeverEnqueued() {
    Problems.check(HTTP.get("/v1/queues/q/tasks/nope"), 404, "unknown_task");
    Problems.check(HTTP.get("/v1/queues/none/tasks/nope"), 404, "unknown_task");
    Problems.check(HTTP.get("/v1/queues/q/tasks/no%20pe"), 404, "unknown_task");
    Problems.check(HTTP.get("/v1/queues/q%7B/tasks/nope"), 404, "unknown_task");
  }
}
