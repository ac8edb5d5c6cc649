package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class OperateQueuesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String LATER = "{\"type\":\"a\",\"delay\":\"1h\"}";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void setsTheLimitsOfAQueueAndShowsThem() {
    Reply set =
        HTTP.put(
            "/v1/queues/limited",
            "{\"maxBacklog\":100,\"maxConcurrency\":7,"
                + "\"retention\":{\"maxAge\":\"2h\",\"maxCount\":5}}");
    Reply shown = HTTP.get("/v1/queues/limited");
    Reply unset = HTTP.put("/v1/queues/limited", "{\"maxBacklog\":null,\"maxConcurrency\":8}");

    assertThat(set.status()).isEqualTo(200);
    assertThat(set.member("queue")).isEqualTo("limited");
    assertThat(shown.json().path("limits").toString())
        .isEqualTo(
            "{\"maxBacklog\":100,\"maxConcurrency\":7,"
                + "\"retention\":{\"maxAge\":\"PT2H\",\"maxCount\":5}}");
    assertThat(unset.json().path("limits").toString()).isEqualTo("{\"maxConcurrency\":8}");
  }

  @Test
  void aNameThatIsWrittenWrongCreatesNothingAndIsToldTheOneThatWasMeant() {
    HTTP.enqueue("invoices", "{\"type\":\"a\",\"delay\":\"1h\"}");
    List<Reply> replies =
        List.of(
            HTTP.get("/v1/queues/invoises"),
            HTTP.get("/v1/queues/invoises/scaler"),
            HTTP.get("/v1/queues/invoises/errors"),
            HTTP.get("/v1/queues/invoises/tasks?state=ready"),
            HTTP.get("/v1/queues/invoises/tasks?ids=a"),
            HTTP.post("/v1/queues/invoises/pause"),
            HTTP.post("/v1/queues/invoises/resume"),
            HTTP.post("/v1/queues/invoises/redrive", "{\"from\":\"dead\"}"),
            HTTP.post("/v1/queues/invoises/redrive", "{\"from\":\"dead\",\"dryRun\":true}"),
            HTTP.post("/v1/queues/invoises/purge", "{\"state\":\"dead\",\"confirm\":\"invoises\"}"),
            HTTP.method("DELETE", "/v1/queues/invoises"));
    for (Reply reply : replies) {
      Problems.check(reply, 404, "unknown_queue");
      assertThat(reply.member("detail")).isEqualTo("no queue 'invoises'; did you mean invoices?");
    }
    assertThat(HTTP.get("/v1/queues?limit=200").text()).doesNotContain("invoises");
  }

  @Test
  void aWorkerMayWaitAtAQueueThatIsNotThereAndCreatesNone() {
    String path = "/v1/queues/not-yet";
    assertThat(HTTP.post(path + "/claims", "{\"max\":1}").status()).isEqualTo(200);
    CompletableFuture<Reply> waiting =
        CompletableFuture.supplyAsync(
            () -> HTTP.post(path + "/claims", "{\"max\":1,\"wait\":\"30s\"}"));
    Problems.check(HTTP.get(path), 404, "unknown_queue");

    HTTP.enqueue("not-yet", "{\"type\":\"a\"}");

    assertThat(waiting.join().json().path("tasks").size()).isEqualTo(1);
    assertThat(HTTP.get(path).status()).isEqualTo(200);
  }

  @Test
  void anEmptyQueueIsDeletedAndBeginsAnewWithItsNextTask() {
    String task = HTTP.enqueue("gone", "{\"type\":\"a\",\"delay\":\"1h\"}").header("Location");
    Reply refused = HTTP.method("DELETE", "/v1/queues/gone");
    Problems.check(refused, 409, "state_conflict");
    assertThat(refused.member("detail")).contains("queue gone").contains("1 scheduled");
    assertThat(HTTP.get("/v1/queues/gone").status()).as("it stays known").isEqualTo(200);
    HTTP.post(task + "/cancel");

    assertThat(HTTP.method("DELETE", "/v1/queues/gone").status()).isEqualTo(204);

    Problems.check(HTTP.get("/v1/queues/gone"), 404, "unknown_queue");
    Problems.check(HTTP.get(task), 404, "unknown_task");
    Problems.check(HTTP.method("DELETE", "/v1/queues/gone"), 404, "unknown_queue");
    HTTP.enqueue("gone", "{\"type\":\"a\",\"delay\":\"1h\"}");
    assertThat(HTTP.get("/v1/queues/gone").json().at("/totals/accepted").asInt()).isEqualTo(1);
  }

  @Test
  void listsBulkActionsPageByPage() {
    List<String> begun = new ArrayList<>();
    for (String queue : List.of("bulk-a", "bulk-b")) {
      HTTP.enqueue(queue, "{\"type\":\"a\",\"delay\":\"1h\"}");
      for (int i = 0; i < 3; i++) {
        begun.add(
            HTTP.post("/v1/queues/" + queue + "/redrive", "{\"from\":\"dead\"}").member("id"));
      }
    }
    List<String> listed = new ArrayList<>();
    String next = "/v1/bulk-actions?limit=2";
    while (!next.isEmpty()) {
      Reply page = HTTP.get(next);
      assertThat(page.status()).isEqualTo(200);
      page.json().path("items").forEach(item -> listed.add(item.path("id").asString()));
      next = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    assertThat(listed).doesNotHaveDuplicates().containsAll(begun);
    Problems.check(HTTP.get("/v1/bulk-actions?cursor=x"), 422, "validation_failed");
  }

  @Test
  void aBacklogOfNothingIsRefusedSinceItWouldBeNoBoundAtAll() {
    Reply refused = HTTP.put("/v1/queues/none", "{\"maxBacklog\":0}");

    Problems.check(refused, 422, "validation_failed");
    assertThat(refused.text()).contains("\"pointer\":\"/maxBacklog\"").contains("at least 1");
  }

  @Test
  void refusesTasksBeyondTheBacklogAndSaysWhenToComeAgain() {
    HTTP.put("/v1/queues/full", "{\"maxBacklog\":1}");
    HTTP.enqueue("full", "{\"type\":\"a\"}");
    Reply refused = HTTP.enqueue("full", "{\"type\":\"a\"}");

    Problems.check(refused, 429, "queue_full");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(
            HTTP.postAs("application/x-ndjson", "/v1/queues/full/tasks", "{\"type\":\"a\"}").text())
        .contains("\"status\":429")
        .contains("\"code\":\"queue_full\"")
        .endsWith("{\"summary\":{\"accepted\":0,\"rejected\":1}}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"maxBacklog\":-1}|/maxBacklog",
        "{\"maxBacklog\":1.5}|/maxBacklog",
        "{\"maxBacklog\":99999999999999999999}|/maxBacklog",
        "{\"maxConcurrency\":0}|/maxConcurrency",
        "{\"retention\":\"soon\"}|/retention",
        "{\"retention\":{\"maxAge\":\"0s\"}}|/retention/maxAge",
        "{\"retention\":{\"maxCount\":-1}}|/retention/maxCount",
        "{\"retention\":{\"age\":1}}|/retention/age",
        "{\"maxBacklg\":1}|/maxBacklg",
        "{\"rateLimit\":{}}|/rateLimit/limit",
        "{\"weights\":{\"a\":0}}|/weights/a",
        "{\"durability\":\"disk\"}|/durability",
        "[]|''"
      })
  void refusesABadSettingAndPointsAtIt(String body, String pointer) {
    Reply reply = HTTP.put("/v1/queues/limited", body);

    Problems.check(reply, 422, "validation_failed");
    assertThat(reply.json().path("errors").path(0).path("pointer").asString("none"))
        .isEqualTo(pointer.equals("''") ? "" : pointer);
  }

  @Test
  void refusesSettingsOfAQueueThatCannotBe() {
    Problems.check(HTTP.put("/v1/queues/-a", "{}"), 422, "validation_failed");
    Problems.check(HTTP.put("/v1/queues/a", "{"), 400, "malformed_json");
    Problems.check(HTTP.put("/v1/queues/a?x=1", "{}"), 422, "validation_failed");
  }

  @Test
  void aPausedQueueGivesNothingOutUntilItIsResumed() {
    Reply paused = HTTP.post("/v1/queues/demo/pause", "{\"reason\":\"a deploy\",\"for\":\"1h\"}");
    Reply task = HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}");

    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.json().path("paused").asBoolean()).isTrue();
    assertThat(paused.json().path("pause").path("reason").asString()).isEqualTo("a deploy");
    assertThat(paused.json().path("pause").path("until").asString()).endsWith("Z");
    assertThat(HTTP.get(task.header("Location")).member("state")).isEqualTo("ready");
    Reply resumed = HTTP.post("/v1/queues/demo/resume");
    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.json().path("paused").asBoolean()).isFalse();
    assertThat(resumed.json().has("pause")).isFalse();
    assertThat(HTTP.get(task.header("Location") + "/result", "Prefer", "wait=30").text())
        .isEqualTo("1");
  }

  @Test
  void pausingAndResumingMayBeRepeatedAndNeedNoBody() {
    HTTP.put("/v1/queues/twice", "{}");
    for (int i = 0; i < 2; i++) {
      assertThat(HTTP.post("/v1/queues/twice/pause").json().path("paused").asBoolean()).isTrue();
    }
    for (int i = 0; i < 2; i++) {
      assertThat(HTTP.post("/v1/queues/twice/resume").json().path("paused").asBoolean(true))
          .isFalse();
    }
    Problems.check(
        HTTP.post("/v1/queues/twice/pause", "{\"for\":\"-1s\"}"), 422, "validation_failed");
    Problems.check(
        HTTP.post("/v1/queues/twice/pause", "{\"for\":\"0s\"}"), 422, "validation_failed");
    Problems.check(
        HTTP.post("/v1/queues/twice/pause", "{\"why\":\"x\"}"), 422, "validation_failed");
    Problems.check(HTTP.post("/v1/queues/twice/resume", "{\"x\":1}"), 422, "validation_failed");
    Problems.check(HTTP.post("/v1/queues/-a/pause"), 422, "validation_failed");
    Problems.check(
        HTTP.post("/v1/queues/twice/pause", "{\"reason\":\"" + "x".repeat(501) + "\"}"),
        422,
        "validation_failed");
  }

  @Test
  void redrivesDeadTasksAfterCountingThem() {
    for (int i = 0; i < 3; i++) {
      HTTP.enqueue(
          "demo",
          "{\"type\":\"demo.fail\",\"payload\":{\"times\":1},\"retry\":{\"maxAttempts\":1}}",
          "Prefer",
          "wait=30");
    }
    String redrive = "/v1/queues/demo/redrive";
    assertThat(HTTP.post(redrive, "{\"from\":\"dead\",\"dryRun\":true}").text())
        .isEqualTo("{\"matched\":3}");
    assertThat(
            HTTP.post(
                    redrive, "{\"from\":\"dead\",\"dryRun\":true,\"filter\":{\"type\":\"other\"}}")
                .text())
        .isEqualTo("{\"matched\":0}");
    Reply begun =
        HTTP.post(
            redrive,
            "{\"from\":\"dead\",\"rate\":1000,\"filter\":{\"type\":\"demo.fail\","
                + "\"error\":\"java.lang.IllegalStateException\"}}");

    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.header("Location")).isEqualTo("/v1/bulk-actions/" + begun.member("id"));
    assertThat(begun.member("action")).isEqualTo("redrive");
    JsonNode done = awaitEnd(begun.header("Location"));
    assertThat(done.path("state").asString()).isEqualTo("done");
    assertThat(done.path("matched").asInt()).isEqualTo(3);
    assertThat(done.path("processed").asInt()).isEqualTo(3);
    assertThat(done.path("failed").asInt(-1)).isZero();
  }

  @Test
  void purgesTasksOfAState() {
    for (int i = 0; i < 5; i++) {
      HTTP.enqueue("purged", LATER);
    }
    Reply begun =
        HTTP.post("/v1/queues/purged/purge", "{\"state\":\"scheduled\",\"confirm\":\"purged\"}");

    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.member("action")).isEqualTo("purge");
    assertThat(awaitEnd(begun.header("Location")).path("processed").asInt()).isEqualTo(5);
    assertThat(HTTP.get("/v1/queues/purged").json().path("counts").path("scheduled").asInt(-1))
        .isZero();
  }

  @Test
  void endsABulkActionWhereItIs() {
    HTTP.put("/v1/queues/purged", "{}");
    Reply begun =
        HTTP.post("/v1/queues/purged/purge", "{\"state\":\"dead\",\"confirm\":\"purged\"}");
    Reply aborted = HTTP.post(begun.header("Location") + "/abort");

    assertThat(aborted.status()).isEqualTo(200);
    assertThat(aborted.member("id")).isEqualTo(begun.member("id"));
    assertThat(aborted.member("state")).isIn("aborted", "done");
  }

  @Test
  void doesNotKnowABulkActionThatNeverBegan() {
    for (String id : List.of("nope", "nope-q", "no%20pe", "1-%7B")) {
      Problems.check(HTTP.get("/v1/bulk-actions/" + id), 404, "not_found");
      Problems.check(HTTP.post("/v1/bulk-actions/" + id + "/abort"), 404, "not_found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"from\":\"ready\"}",
        "{\"from\":\"dead\",\"rate\":0}",
        "{\"from\":\"dead\",\"rate\":1000001}",
        "{\"from\":\"dead\",\"dryRun\":\"yes\"}",
        "{\"from\":\"dead\",\"filter\":{\"typ\":\"a\"}}",
        "{\"from\":\"dead\",\"filter\":{\"type\":\"-a\"}}",
        "{\"from\":\"dead\",\"filter\":{\"error\":\"\"}}",
        "{\"from\":\"dead\",\"all\":true}"
      })
  void refusesABadRedrive(String body) {
    Problems.check(HTTP.post("/v1/queues/demo/redrive", body), 422, "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"state\":\"dead\"}",
        "{\"state\":\"dead\",\"confirm\":\"dmo\"}",
        "{\"confirm\":\"demo\"}",
        "{\"state\":\"gone\",\"confirm\":\"demo\"}",
        "{\"state\":\"running\",\"confirm\":\"demo\"}"
      })
  void refusesABadPurge(String body) {
    Problems.check(HTTP.post("/v1/queues/demo/purge", body), 422, "validation_failed");
  }

  @Test
  void tellsAnAutoscalerWhatItNeeds() {
    HTTP.enqueue("scaled", "{\"type\":\"a\"}");
    Reply reply = HTTP.get("/v1/queues/scaled/scaler");

    assertThat(reply.text())
        .matches("\\{\"backlog\":1,\"inFlight\":0,\"oldestAgeSeconds\":[0-9.]+}");
    Problems.check(HTTP.get("/v1/queues/never/scaler"), 404, "unknown_queue");
  }

  @Test
  void tellsWhyTasksFailedByTypeAndFirstLineLargestFirst() {
    for (String id : List.of("a", "b", "c")) {
      HTTP.enqueue("failing", "{\"type\":\"t\",\"id\":\"" + id + "\"}");
    }
    JsonNode claimed = HTTP.post("/v1/queues/failing/claims", "{\"max\":3}").json();
    List<String> outcomes =
        List.of(
            "\"bury\",\"failure\":{\"type\":\"Refused\",\"message\":\"no\"}",
            "\"retry\",\"delay\":\"1h\",\"failure\":{\"type\":\"Broken\",\"message\":\"pipe\"}",
            "\"bury\",\"failure\":{\"type\":\"Broken\",\"message\":\"pipe\"}");
    List<String> settled = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      settled.add(
          "{\"id\":\"%s\",\"token\":\"%s\",\"outcome\":%s}"
              .formatted(
                  claimed.at("/tasks/" + i + "/id").asString(),
                  claimed.at("/tasks/" + i + "/token").asString(),
                  outcomes.get(i)));
    }
    HTTP.post(
        "/v1/queues/failing/claims/settle",
        "{\"session\":\"%s\",\"outcomes\":[%s]}"
            .formatted(claimed.path("session").asString(), String.join(",", settled)));

    Reply errors = HTTP.get("/v1/queues/failing/errors");

    String time = "\"[0-9-]+T[0-9:.]+Z\"";
    assertThat(errors.text())
        .matches(
            ("\\{\"items\":\\[\\{\"type\":\"Broken\",\"message\":\"pipe\",\"count\":2,\"dead\":1,"
                    + "\"retrying\":1,\"firstAt\":T,\"lastAt\":T,\"example\":\"[bc]\"\\},"
                    + "\\{\"type\":\"Refused\",\"message\":\"no\",\"count\":1,\"dead\":1,"
                    + "\"retrying\":0,\"firstAt\":T,\"lastAt\":T,\"example\":\"a\"\\}\\],"
                    + "\"looked\":3,\"complete\":true\\}")
                .replace(":T,", ":" + time + ","));
    Problems.check(HTTP.get("/v1/queues/failing/errors?limit=1"), 422, "validation_failed");
  }

  private static JsonNode awaitEnd(String location) {
    JsonNode action = HTTP.get(location).json();
    while (action.path("state").asString().equals("running")) {
      action = HTTP.get(location).json();
    }
    return action;
  }
}
