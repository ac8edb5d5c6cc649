package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Lines;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Rows 19 to 22 of the contract: workers in any language. */
@Timeout(120)
class ClaimsTest {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static final TestGateway GATEWAY =
      TestGateway.start(config -> config.withSessionLife(LIFE));
  private static final Http HTTP = GATEWAY.http();
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final String queue = "claims-" + QUEUES.incrementAndGet();
  private final String at = "/v1/queues/" + queue;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aClaimedTaskIsItsViewWithAllItTakesToRunAndSettleIt() {
    HTTP.enqueue(
        queue,
        "{\"type\":\"email\",\"payload\":{\"n\":12345678901234567890},\"id\":\"a\","
            + "\"timeout\":\"20s\",\"headers\":{\"traceparent\":\"00-1\"}}");

    Reply reply = claim("{\"max\":10}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("expiresInMs").asInt()).isEqualTo(1000);
    JsonNode task = reply.json().path("tasks").path(0);
    assertThat(task.path("id").asString()).isEqualTo("a");
    assertThat(task.path("state").asString()).isEqualTo("running");
    assertThat(task.path("worker").asString()).isEqualTo(reply.member("session"));
    assertThat(task.path("attempt").asInt()).isEqualTo(1);
    assertThat(task.path("timeout").asString()).isEqualTo("PT20S");
    assertThat(task.path("headers").path("traceparent").asString()).isEqualTo("00-1");
    assertThat(reply.text()).contains("{\"n\":12345678901234567890}");

    Reply settled = settle(reply, outcome(task, "succeed", "\"result\":{\"sent\":true}"));
    assertThat(status(settled, 0)).isEqualTo("settled");
    assertThat(HTTP.get(at + "/tasks/a/result").text()).isEqualTo("{\"sent\":true}");
    assertThat(status(settle(reply, outcome(task, "succeed", "\"result\":{\"sent\":true}")), 0))
        .isEqualTo("replayed");
  }

  @Test
  void eachOutcomeLeadsToItsState() {
    for (String id : List.of("a", "b", "c", "d", "e")) {
      HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"" + id + "\"}");
    }
    Reply claimed = claim("{\"max\":5}");
    String failure = "\"failure\":{\"type\":\"Boom\",\"message\":\"it broke\"}";

    Reply reply =
        settle(
            claimed,
            outcome(task(claimed, 0), "succeed", null),
            outcome(task(claimed, 1), "retry", failure + ",\"delay\":\"1h\""),
            outcome(task(claimed, 2), "bury", failure),
            outcome(task(claimed, 3), "release", null),
            outcome(task(claimed, 4), "snooze", "\"delay\":\"1h\""));

    assertThat(reply.json().path("results")).hasSize(5);
    assertThat(state("a")).isEqualTo("succeeded");
    assertThat(state("b")).isEqualTo("retrying");
    assertThat(state("c")).isEqualTo("dead");
    assertThat(state("d")).isEqualTo("ready");
    assertThat(state("e")).isEqualTo("scheduled");
    assertThat(HTTP.get(at + "/tasks/b").json().path("failure").path("message").asString())
        .isEqualTo("it broke");
  }

  /** So generated clients write members that nobody gave. */
  @Test
  void whatIsNullOrAnEmptyListIsNotGiven() {
    HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"a\",\"tags\":[],\"headers\":{}}");
    Reply claimed = claim("{\"max\":5,\"types\":[],\"session\":null,\"wait\":null}");
    String nulls = "\"result\":null,\"delay\":null,\"failure\":null";

    assertThat(status(settle(claimed, outcome(task(claimed, 0), "release", nulls)), 0))
        .isEqualTo("settled");
    assertThat(state("a")).isEqualTo("ready");
  }

  @Test
  void aSettleMayBringTheNextTasks() {
    HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"a\"}");
    HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"b\"}");
    Reply first = claim("{\"max\":1}");

    Reply second =
        HTTP.post(
            at + "/claims/settle",
            "{\"session\":\""
                + first.member("session")
                + "\",\"outcomes\":["
                + outcome(task(first, 0), "succeed", null)
                + "],\"claim\":{\"max\":10,\"wait\":\"0s\"}}");

    assertThat(status(second, 0)).isEqualTo("settled");
    assertThat(task(second, 0).path("id").asString()).isEqualTo("b");
  }

  @Test
  void aClaimWaitsForTheNextTask() {
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(() -> claim("{\"wait\":\"20s\"}"));
    HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"a\"}");

    assertThat(task(waiting.join(), 0).path("id").asString()).isEqualTo("a");
    assertThat(claim("{\"wait\":\"10ms\"}").json().path("tasks")).isEmpty();
  }

  @Test
  void aSessionIsKeptAliveByExtendingItAndLearnsWhatWasCancelled() {
    HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"a\"}");
    Reply claimed = claim("{}");
    String extend = at + "/sessions/" + claimed.member("session") + "/extend";
    assertThat(HTTP.post(extend).json().path("cancel")).isEmpty();

    assertThat(HTTP.post(at + "/tasks/a/cancel").status()).isEqualTo(202);

    Reply extended = HTTP.post(extend);
    assertThat(extended.json().path("cancel").path(0).asString()).isEqualTo("a");
    assertThat(extended.json().path("expiresInMs").asInt()).isEqualTo(1000);
    assertThat(status(settle(claimed, outcome(task(claimed, 0), "release", null)), 0))
        .isEqualTo("settled");
    assertThat(state("a")).isEqualTo("cancelled");
  }

  @Test
  void theTasksOfASilentWorkerGoToOthersAndItsLateSettleIsToldSo() {
    HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"a\"}");
    Reply dead = claim("{}");

    Reply heir = claim("{\"wait\":\"20s\"}");

    assertThat(task(heir, 0).path("id").asString()).isEqualTo("a");
    assertThat(status(settle(dead, outcome(task(dead, 0), "succeed", null)), 0))
        .isEqualTo("token_lost");
    String session = dead.member("session");
    Problems.check(HTTP.post(at + "/sessions/" + session + "/extend"), 404, "unknown_session");
    Problems.check(claim("{\"session\":\"" + session + "\"}"), 404, "unknown_session");
    Reply both =
        HTTP.post(
            at + "/claims/settle",
            "{\"session\":\""
                + session
                + "\",\"outcomes\":["
                + outcome(task(dead, 0), "succeed", null)
                + "],\"claim\":{}}");
    assertThat(both.json().path("sessionOver").asBoolean()).isTrue();
    assertThat(status(settle(heir, outcome(task(heir, 0), "succeed", null)), 0))
        .isEqualTo("settled");
  }

  @Test
  void whatIsWrongIsNamed() {
    Reply claim = claim("{\"max\":0,\"wait\":\"2m\",\"typess\":[]}");
    Problems.check(claim, 422, "validation_failed");
    assertThat(claim.text()).contains("did you mean types?");
    Problems.check(claim("{\"max\":257}"), 422, "validation_failed");
    Problems.check(claim("{\"session\":\"no:such\"}"), 404, "unknown_session");
    Problems.check(claim("{"), 400, "malformed_json");
    Problems.check(HTTP.postAs("text/plain", at + "/claims", "{}"), 415, "unsupported_media_type");

    Problems.check(
        HTTP.post(at + "/claims/settle", "{\"session\":\"a\",\"outcomes\":1}"),
        422,
        "validation_failed");
    Problems.check(
        HTTP.post(at + "/claims/settle", "{\"session\":\"a\"}"), 422, "validation_failed");
    Problems.check(HTTP.get(at + "/claims/stream?credits=0"), 422, "validation_failed");
  }

  @Test
  void anOutcomeThatWillNotDoIsRefusedByItselfAndTheOthersAreSettled() {
    for (String id : List.of("a", "b", "c", "d")) {
      HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"" + id + "\"}");
    }
    Reply claimed = claim("{\"max\":4}");
    String large = "\"result\":\"" + "x".repeat(300_000) + "\"";

    Reply settled =
        settle(
            claimed,
            outcome(task(claimed, 0), "succeed", "\"result\":1"),
            outcome(task(claimed, 1), "succeed", large),
            outcome(task(claimed, 2), "succeed", "\"result\":" + nested(32)),
            outcome(task(claimed, 3), "succeed", "\"result\":" + nested(31)),
            "{\"id\":\"x\",\"token\":\"t\",\"outcome\":\"retry\"}",
            "{\"id\":\"x\",\"token\":\"t\",\"outcome\":\"release\",\"result\":1}",
            "{\"id\":\"x\",\"token\":\"t\",\"outcome\":\"snooze\"}",
            "{\"id\":\"*\",\"token\":\"t\",\"outcome\":\"release\"}",
            "{\"token\":\"t\",\"outcome\":\"finish\",\"more\":" + nested(400) + "}",
            "7");

    assertThat(settled.status()).isEqualTo(200);
    assertThat(status(settled, 0)).isEqualTo("settled");
    refused(settled, 1, 413, "payload_too_large", "/outcomes/1/result");
    refused(settled, 2, 400, "malformed_json", "/outcomes/2/result");
    assertThat(status(settled, 3)).isEqualTo("settled");
    refused(settled, 4, 422, "validation_failed", "/outcomes/4/failure");
    refused(settled, 5, 422, "validation_failed", "/outcomes/5/result");
    refused(settled, 6, 422, "validation_failed", "/outcomes/6/delay");
    refused(settled, 7, 422, "validation_failed", "/outcomes/7/id");
    refused(
        settled,
        8,
        422,
        "validation_failed",
        "/outcomes/8/outcome",
        "/outcomes/8/more",
        "/outcomes/8/id");
    refused(
        settled, 9, 422, "validation_failed", "/outcomes/9", "/outcomes/9/id", "/outcomes/9/token");
    assertThat(HTTP.get(at + "/tasks/d/result").text()).isEqualTo(nested(31));
    assertThat(state("b")).isEqualTo("running");
    assertThat(status(settle(claimed, outcome(task(claimed, 1), "succeed", null)), 0))
        .isEqualTo("settled");
  }

  @Test
  void aResultMayBeAsLargeAndAsDeepAsAPayload() {
    String largest = "\"" + "x".repeat(256 * 1024 - 2) + "\"";
    for (String value : List.of(nested(31), largest)) {
      assertThat(HTTP.enqueue(queue, "{\"type\":\"email\",\"payload\":" + value + "}").status())
          .isEqualTo(202);
      Reply claimed = claim("{}");

      Reply settled = settle(claimed, outcome(task(claimed, 0), "succeed", "\"result\":" + value));

      assertThat(status(settled, 0)).isEqualTo("settled");
    }
    Problems.check(
        HTTP.enqueue(queue, "{\"type\":\"email\",\"payload\":" + nested(32) + "}"),
        400,
        "malformed_json");
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static void refused(
      Reply settled, int index, int status, String code, String... pointers) {
    JsonNode result = settled.json().path("results").path(index);
    assertThat(result.path("status").asString()).isEqualTo("refused");
    assertThat(result.path("problem").path("status").asInt()).isEqualTo(status);
    assertThat(result.path("problem").path("code").asString()).isEqualTo(code);
    assertThat(
            result
                .path("problem")
                .path("errors")
                .valueStream()
                .map(e -> e.path("pointer").asString()))
        .contains(pointers);
  }

  @Test
  void aStreamDeliversWhatThereAreCreditsForAndGivesBackTheRest() throws IOException {
    for (String id : List.of("a", "b", "c")) {
      HTTP.enqueue(queue, "{\"type\":\"email\",\"id\":\"" + id + "\"}");
    }
    List<JsonNode> delivered = new ArrayList<>();
    try (Lines lines = Lines.open(HTTP, at + "/claims/stream?credits=2")) {
      String session = lines.next().path("session").asString();
      delivered.add(lines.nextWith("token"));
      delivered.add(lines.nextWith("token"));
      assertThat(count("running")).isEqualTo(2);

      Reply settled =
          HTTP.post(
              at + "/claims/settle",
              "{\"session\":\""
                  + session
                  + "\",\"outcomes\":["
                  + outcome(delivered.get(0), "succeed", null)
                  + "]}");

      assertThat(status(settled, 0)).isEqualTo("settled");
      delivered.add(lines.nextWith("token"));
      assertThat(delivered.stream().map(task -> task.path("id").asString()))
          .containsExactly("a", "b", "c");
    }
    HTTP.get(at + "/tasks/b", "Prefer", "wait=20", "If-None-Match", eTag("b"));
    assertThat(state("b")).isEqualTo("ready");
    assertThat(HTTP.get(at).json().path("totals").path("reaped").asInt()).isZero();
  }

  /** While it is running; any other is answered at once. */
  private String eTag(String id) {
    Reply now = HTTP.get(at + "/tasks/" + id);
    return now.member("state").equals("running") ? now.header("ETag") : "\"none\"";
  }

  private int count(String state) {
    return HTTP.get(at).json().path("counts").path(state).asInt();
  }

  private String state(String id) {
    return HTTP.get(at + "/tasks/" + id).member("state");
  }

  private Reply claim(String body) {
    return HTTP.post(at + "/claims", body);
  }

  private Reply settle(Reply claimed, String... outcomes) {
    return HTTP.post(
        at + "/claims/settle",
        "{\"session\":\""
            + claimed.member("session")
            + "\",\"outcomes\":["
            + String.join(",", outcomes)
            + "]}");
  }

  private static JsonNode task(Reply claimed, int index) {
    return claimed.json().path("tasks").path(index);
  }

  private static String status(Reply settled, int index) {
    return settled.json().path("results").path(index).path("status").asString();
  }

  private static String outcome(JsonNode task, String outcome, String more) {
    return "{\"id\":\""
        + task.path("id").asString()
        + "\",\"token\":\""
        + task.path("token").asString()
        + "\",\"outcome\":\""
        + outcome
        + "\""
        + (more == null ? "" : "," + more)
        + "}";
  }
}
