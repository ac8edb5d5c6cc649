package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OnceTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String KEY = "Idempotency-Key";
  private static final String LATER = "{\"type\":\"a\",\"delay\":\"1h\"}";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void sendsTheFirstAnswerAgainToTheSameRequest() {
    Reply first = HTTP.enqueue("again", LATER, KEY, "\"k 1\"");
    Reply again = HTTP.enqueue("again", LATER, KEY, "\"k 1\"");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(accepted("again")).isEqualTo(1);
  }

  @Test
  void knowsAKeyWithoutItsQuotesAndOnlyInItsQueue() {
    HTTP.enqueue("bare", LATER, KEY, "k-2");

    assertThat(HTTP.enqueue("bare", LATER, KEY, "\"k-2\"").header("Idempotent-Replayed"))
        .isEqualTo("true");
    assertThat(HTTP.enqueue("other", LATER, KEY, "k-2").header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void refusesAnotherRequestWithTheKey() {
    HTTP.enqueue("mismatch", LATER, KEY, "k");

    Problems.check(
        HTTP.enqueue("mismatch", "{\"type\":\"b\",\"delay\":\"1h\"}", KEY, "k"),
        422,
        "idempotency_mismatch");
    assertThat(accepted("mismatch")).isEqualTo(1);
  }

  @Test
  void asksToComeBackWhileTheFirstIsUnderWay() {
    CompletableFuture<Reply> first =
        HTTP.enqueueLater(
            "demo",
            "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":3000}}",
            KEY,
            "busy",
            "Prefer",
            "wait=30");
    while (running() < 1) {
      Thread.onSpinWait();
    }
    Reply second =
        HTTP.enqueue("demo", "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":3000}}", KEY, "busy");
    Reply done = first.join();
    Reply third =
        HTTP.enqueue("demo", "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":3000}}", KEY, "busy");

    Problems.check(second, 409, "idempotency_in_progress");
    assertThat(second.header("Retry-After")).isEqualTo("1");
    assertThat(done.status()).isEqualTo(200);
    assertThat(third.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(third.member("id")).isEqualTo(done.member("id"));
  }

  @Test
  void aThousandAtOnceWithOneKeyEnqueueOneTask() {
    // A client of its own: the others would be given its connections when they idle out.
    Http crowd = new Http(HTTP.url());
    List<CompletableFuture<Reply>> sent =
        IntStream.range(0, 1_000)
            .mapToObj(i -> crowd.enqueueLater("crowd", LATER, KEY, "one"))
            .toList();
    List<Reply> replies = sent.stream().map(CompletableFuture::join).toList();

    assertThat(replies).extracting(Reply::status).containsOnly(202, 409);
    assertThat(
            replies.stream()
                .filter(reply -> reply.status() == 202)
                .map(reply -> reply.member("id"))
                .distinct())
        .hasSize(1);
    assertThat(accepted("crowd")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a", "a b", "a,b\"c"})
  void refusesAKeyThatIsNone(String key) {
    Problems.check(HTTP.enqueue("bad", LATER, KEY, key), 422, "validation_failed");
  }

  @Test
  void refusesTwoKeys() {
    Problems.check(HTTP.enqueue("bad", LATER, KEY, "a", KEY, "b"), 422, "validation_failed");
  }

  @Test
  void aUniqueKeyRefusesAnotherTaskAndShowsTheOneThatHoldsIt() {
    Reply first = HTTP.enqueue("unique", unique("a", "{\"key\":\"k\"}"));
    Reply second = HTTP.enqueue("unique", unique("b", "{\"key\":\"k\",\"onConflict\":\"reject\"}"));

    assertThat(first.status()).isEqualTo(202);
    Problems.check(second, 409, "duplicate_task");
    assertThat(second.json().path("existing").path("id").asString()).isEqualTo(first.member("id"));
  }

  @Test
  void onWishTheTaskThatHoldsTheKeyIsTheAnswer() {
    Reply first = HTTP.enqueue("kept", unique("a", "{\"key\":\"k\",\"for\":\"10m\"}"));
    Reply second = HTTP.enqueue("kept", unique("b", "{\"key\":\"k\",\"onConflict\":\"keep\"}"));

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.member("id")).isEqualTo(first.member("id"));
    assertThat(second.member("type")).isEqualTo("a");
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    Reply line =
        HTTP.postAs(
            "application/x-ndjson",
            "/v1/queues/kept/tasks",
            unique("b", "{\"key\":\"k\",\"onConflict\":\"keep\"}"));
    assertThat(line.text())
        .startsWith("{\"line\":1,\"status\":200,\"id\":\"" + first.member("id") + "\"}");
  }

  @Test
  void onWishTheNewTaskTakesThePlaceOfTheOneThatHasNotBegun() {
    Reply first = HTTP.enqueue("replaced", unique("a", "{\"key\":\"k\"}"));
    Reply second =
        HTTP.enqueue("replaced", unique("b", "{\"key\":\"k\",\"onConflict\":\"replace\"}"));

    assertThat(second.status()).isEqualTo(202);
    assertThat(HTTP.get(first.header("Location")).member("state")).isEqualTo("cancelled");
    assertThat(HTTP.get(second.header("Location")).member("state")).isEqualTo("scheduled");
  }

  @ParameterizedTest
  @CsvSource({
    "delay, 1h, /delay",
    "delay, 1ms, /delay",
    "runAt, 2030-01-01T00:00:00Z, /runAt",
    "runAt, 2020-01-01T00:00:00Z, /runAt"
  })
  void refusesADebouncedTaskThatHasATimeToo(String field, String value, String pointer) {
    Reply reply =
        HTTP.enqueue(
            "bad",
            "{\"type\":\"a\",\"%s\":\"%s\",\"unique\":{\"key\":\"k\",\"debounce\":\"5s\"}}"
                .formatted(field, value));

    Problems.check(reply, 422, "validation_failed");
    assertThat(reply.json().path("errors").path(0).path("pointer").asString()).isEqualTo(pointer);
    assertThat(reply.json().path("errors").path(0).path("detail").asString())
        .contains("unique.debounce");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"key\":\"\"}",
        "{\"key\":1}",
        "{\"key\":\"k\",\"for\":\"0s\"}",
        "{\"key\":\"k\",\"for\":\"366d\"}",
        "{\"key\":\"k\",\"onConflict\":\"merge\"}",
        "{\"key\":\"k\",\"window\":\"1s\"}",
        "{\"key\":\"k\",\"onConflict\":\"keep_last\"}",
        "{\"key\":\"k\",\"onConflict\":\"keep-last\",\"for\":\"1m\"}",
        "{\"key\":\"k\",\"debounce\":\"0s\"}",
        "{\"key\":\"k\",\"debounce\":\"-1s\"}",
        "{\"key\":\"k\",\"debounce\":\"3651d\"}",
        "{\"key\":\"k\",\"debounce\":5}",
        "{\"key\":\"k\",\"debounce\":\"5s\",\"for\":\"1m\"}",
        "{\"key\":\"k\",\"debounce\":\"5s\",\"onConflict\":\"replace\"}",
        "{\"key\":\"k\",\"debounce\":\"5s\",\"maxWait\":\"4s\"}",
        "{\"key\":\"k\",\"maxWait\":\"4s\"}",
        "\"k\""
      })
  void refusesABadUniqueKeyAndPointsAtIt(String unique) {
    Reply reply = HTTP.enqueue("bad", unique("a", unique));

    Problems.check(reply, 422, "validation_failed");
    assertThat(reply.json().path("errors").path(0).path("pointer").asString())
        .startsWith("/unique");
  }

  @Test
  void aTaskThatDoesNotBeginInTimeExpires() {
    Reply enqueued =
        HTTP.enqueue("expiring", "{\"type\":\"a\",\"expiresIn\":\"50ms\"}", "Prefer", "wait=30");

    assertThat(enqueued.status()).isEqualTo(200);
    assertThat(enqueued.member("state")).isEqualTo("expired");
    Problems.check(HTTP.get(enqueued.header("Location") + "/result"), 409, "task_expired");
  }

  @Test
  void refusesABadExpiryOrRetention() {
    for (String field : List.of("expiresIn", "retention")) {
      Reply reply = HTTP.enqueue("bad", "{\"type\":\"a\",\"" + field + "\":\"3651d\"}");
      Problems.check(reply, 422, "validation_failed");
      assertThat(reply.json().path("errors").path(0).path("pointer").asString())
          .isEqualTo("/" + field);
    }
  }

  private static String unique(String type, String unique) {
    return "{\"type\":\"" + type + "\",\"delay\":\"1h\",\"unique\":" + unique + "}";
  }

  private static int accepted(String queue) {
    return HTTP.get("/v1/queues/" + queue).json().path("totals").path("accepted").asInt();
  }

  private static int running() {
    return HTTP.get("/v1/queues/demo").json().path("counts").path("running").asInt();
  }
}
