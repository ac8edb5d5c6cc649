package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ActsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String LATER = "{\"type\":\"demo.echo\",\"payload\":1,\"delay\":\"1h\"}";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void cancelsATaskThatWaitsHoweverOftenItIsAsked() {
    String task = enqueue("q", LATER);
    for (int i = 0; i < 2; i++) {
      Reply reply = HTTP.post(task + "/cancel");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.member("state")).isEqualTo("cancelled");
      assertThat(reply.header("ETag")).isNotEmpty();
    }
    Problems.check(HTTP.get(task + "/result"), 409, "task_cancelled");
  }

  @Test
  void takesANullForABodyThatNeedNotBeThere() {
    List<ApiOperation> operations =
        ApiDocument.OURS.operations().stream().filter(ApiOperation::mayHaveBody).toList();
    assertThat(operations)
        .extracting(ApiOperation::toString)
        .contains("POST /v1/queues/{queue}/pause", "POST /v1/queues/{queue}/tasks/{id}/cancel");
    for (ApiOperation operation : operations) {
      HTTP.enqueue("nulls", LATER.replace("}", ",\"id\":\"n1\"}"));
      String path = operation.template().replace("{queue}", "nulls").replace("{id}", "n1");
      path = path.replaceAll("\\{[a-z]+}", "none");
      Reply none = HTTP.post(path);
      Reply given = HTTP.post(path, "null");

      assertThat(given.status()).as(operation + given.text()).isEqualTo(none.status());
    }
  }

  @Test
  void theCancelOfARunningTaskIsOnItsWay() {
    String task = enqueue("demo", "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":60000}}");
    awaitState(task, "running");
    Reply reply = HTTP.post(task + "/cancel");

    assertThat(reply.status()).isIn(200, 202);
    assertThat(reply.member("state")).isEqualTo(reply.status() == 202 ? "running" : "cancelled");
    awaitState(task, "cancelled");
  }

  @Test
  void runsATaskNowThatWaitsForItsTime() {
    String task = enqueue("demo", LATER);
    Reply reply = HTTP.post(task + "/run-now");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.member("state")).isNotEqualTo("scheduled");
    awaitState(task, "succeeded");
  }

  @Test
  void triesADeadTaskAgain() {
    String task = dead();
    Reply result = HTTP.get(task + "/result");
    Reply reply = HTTP.post(task + "/retry");

    assertThat(result.status()).isEqualTo(409);
    assertThat(result.member("code")).isEqualTo("task_dead");
    assertThat(reply.status()).isEqualTo(200);
    awaitState(task, "dead");
    assertThat(HTTP.get("/v1/queues/demo").json().path("totals").path("redriven").asInt())
        .isPositive();
  }

  @Test
  void aDeadTaskWhoseKeyAnotherHoldsIsNotTriedAgainAndShowsWhich() {
    String unique = ",\"unique\":{\"key\":\"one\"},\"retry\":{\"maxAttempts\":1}}";
    String dead = enqueue("demo", "{\"type\":\"demo.fail\",\"payload\":{\"times\":9}" + unique);
    awaitState(dead, "dead");
    String holder =
        enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1,\"delay\":\"1h\"" + unique);

    Reply refused = HTTP.post(dead + "/retry");

    Problems.check(refused, 409, "duplicate_task");
    assertThat(holder).endsWith("/" + refused.json().path("existing").path("id").asString());
    assertThat(HTTP.get(dead).member("state")).isEqualTo("dead");
    assertThat(HTTP.method("DELETE", holder).status()).isEqualTo(204);
    assertThat(HTTP.post(dead + "/retry").status()).isEqualTo(200);
  }

  @Test
  void refusesWhatTheStateOfTheTaskForbids() {
    Reply done =
        HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}", "Prefer", "wait=30");
    String task = done.header("Location");

    assertThat(done.member("state")).isEqualTo("succeeded");
    for (String verb : List.of("cancel", "retry", "run-now")) {
      Reply reply = HTTP.post(task + "/" + verb);
      Problems.check(reply, 409, "state_conflict");
      assertThat(reply.member("detail")).contains("succeeded");
    }
    Problems.check(HTTP.post(dead() + "/cancel"), 409, "state_conflict");
  }

  @Test
  void removesATaskThatDoesNotRun() {
    String task = enqueue("q", LATER);
    Reply reply = HTTP.method("DELETE", task);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    Problems.check(HTTP.get(task), 404, "unknown_task");
    Problems.check(HTTP.method("DELETE", task), 404, "unknown_task");
  }

  @Test
  void doesNotRemoveATaskThatRuns() {
    String task = enqueue("demo", "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":60000}}");
    awaitState(task, "running");

    Problems.check(HTTP.method("DELETE", task), 409, "state_conflict");
    HTTP.post(task + "/cancel");
  }

  @Test
  void doesNotKnowATaskThatIsNotThere() {
    for (String verb : List.of("cancel", "retry", "run-now")) {
      Problems.check(HTTP.post("/v1/queues/q/tasks/nope/" + verb), 404, "unknown_task");
      Problems.check(HTTP.post("/v1/queues/q%7B/tasks/nope/" + verb), 404, "unknown_task");
    }
    Problems.check(HTTP.method("DELETE", "/v1/queues/q/tasks/nope"), 404, "unknown_task");
  }

  @Test
  void takesNoFields() {
    String task = enqueue("q", LATER);

    Problems.check(HTTP.post(task + "/cancel", "{\"why\":1}"), 422, "validation_failed");
    Problems.check(HTTP.post(task + "/cancel?now=1", ""), 422, "validation_failed");
    Problems.check(HTTP.post(task + "/cancel", "{"), 400, "malformed_json");
    Problems.check(HTTP.postAs("text/plain", task + "/cancel", "x"), 415, "unsupported_media_type");
    assertThat(HTTP.get(task).member("state")).isEqualTo("scheduled");
    assertThat(HTTP.post(task + "/cancel", "{}").status()).isEqualTo(200);
  }

  @Test
  void listsTasksOfAStateNewestFirstPageByPage() {
    List<String> enqueued = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      enqueued.add(
          HTTP.enqueue("list", "{\"type\":\"a\",\"runAt\":\"209" + i + "-01-01T00:00:00Z\"}")
              .member("id"));
    }
    Collections.reverse(enqueued);
    List<String> listed = new ArrayList<>();
    String next = "/v1/queues/list/tasks?state=scheduled&limit=3";
    while (!next.isEmpty()) {
      Reply page = HTTP.get(next);
      assertThat(page.status()).isEqualTo(200);
      page.json()
          .path("items")
          .forEach(
              item -> {
                assertThat(item.path("state").asString()).isEqualTo("scheduled");
                listed.add(item.path("id").asString());
              });
      assertThat(page.header("Link").contains(page.member("nextCursor"))).isTrue();
      next = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    assertThat(listed).isEqualTo(enqueued);
    for (String state :
        List.of("ready", "running", "retrying", "succeeded", "dead", "cancelled", "expired")) {
      assertThat(HTTP.get("/v1/queues/list/tasks?state=" + state).text())
          .isEqualTo("{\"items\":[]}");
    }
  }

  @Test
  void givesATaskAnotherTime() {
    String task = enqueue("q", LATER);

    Reply later = HTTP.post(task + "/reschedule", "{\"runAt\":\"2099-01-01T00:00:00Z\"}");
    assertThat(later.status()).isEqualTo(200);
    assertThat(later.member("runAt")).isEqualTo("2099-01-01T00:00:00.000Z");
    assertThat(HTTP.post(task + "/reschedule", "{\"delay\":\"2h\"}").member("state"))
        .isEqualTo("scheduled");
    assertThat(HTTP.post(task + "/reschedule", "{\"delay\":\"0s\"}").member("state"))
        .isEqualTo("ready");

    Problems.check(HTTP.post(task + "/reschedule", "{\"delay\":\"1h\"}"), 409, "state_conflict");
    Problems.check(
        HTTP.post("/v1/queues/q/tasks/none/reschedule", "{\"delay\":\"1h\"}"), 404, "unknown_task");
    for (String body :
        List.of(
            "{}",
            "{\"delay\":\"1h\",\"runAt\":\"2099-01-01T00:00:00Z\"}",
            "{\"delay\":\"9999d\"}")) {
      Problems.check(HTTP.post(task + "/reschedule", body), 422, "validation_failed");
    }
  }

  @Test
  void aTaskIsNotPutOffToWhenItHasExpired() {
    String task = enqueue("q", "{\"type\":\"a\",\"delay\":\"1h\",\"expiresIn\":\"2h\"}");
    Reply reply = HTTP.post(task + "/reschedule", "{\"delay\":\"3h\"}");

    Problems.check(reply, 422, "validation_failed");
    assertThat(reply.text()).contains("\"pointer\":\"/delay\"").contains("never begin");
  }

  @Test
  void showsManyTasksByTheirIdsAndSaysWhichAreMissing() {
    for (String id : List.of("m1", "m2")) {
      enqueue("many", "{\"type\":\"a\",\"id\":\"" + id + "\",\"delay\":\"1h\"}");
    }

    Reply reply = HTTP.get("/v1/queues/many/tasks?ids=m2,gone,m1,m2");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("items").path(0).path("id").asString()).isEqualTo("m2");
    assertThat(reply.json().path("items").size()).isEqualTo(2);
    assertThat(reply.json().path("missing").toString()).isEqualTo("[\"gone\"]");
    String tooMany = "a,".repeat(100) + "a";
    for (String query : List.of("ids=", "ids=a,,b", "ids=a&state=ready", "ids=" + tooMany)) {
      Problems.check(HTTP.get("/v1/queues/many/tasks?" + query), 422, "validation_failed");
    }
  }

  @Test
  void listsOnlyTasksOfATypeOrWithATag() {
    for (int i = 0; i < 30; i++) {
      String tags = i % 10 == 0 ? ",\"tags\":[\"tenth\",\"x\"]" : "";
      enqueue("filtered", "{\"type\":\"t" + i % 2 + "\",\"delay\":\"1h\"" + tags + "}");
    }

    assertThat(all("/v1/queues/filtered/tasks?state=scheduled&type=t1&limit=4")).isEqualTo(15);
    assertThat(all("/v1/queues/filtered/tasks?state=scheduled&tag=tenth&limit=2")).isEqualTo(3);
    assertThat(all("/v1/queues/filtered/tasks?state=scheduled&tag=tenth&type=t1")).isZero();
    Problems.check(
        HTTP.get("/v1/queues/filtered/tasks?state=scheduled&group="), 422, "validation_failed");
  }

  /** How many there are on all pages. */
  private static int all(String list) {
    int found = 0;
    String next = list;
    while (!next.isEmpty()) {
      Reply page = HTTP.get(next);
      assertThat(page.status()).isEqualTo(200);
      found += page.json().path("items").size();
      next = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }
    return found;
  }

  @Test
  void refusesABadListing() {
    HTTP.enqueue("bad", LATER);
    HTTP.enqueue("bad", LATER);
    String cursor = HTTP.get("/v1/queues/bad/tasks?state=scheduled&limit=1").member("nextCursor");
    String list = "/v1/queues/bad/tasks?";

    assertThat(cursor).isNotEmpty();
    for (String query :
        List.of(
            "",
            "state=waiting",
            "state=scheduled&limit=0",
            "state=scheduled&limit=201",
            "state=scheduled&cursor=x",
            "state=scheduled&cursor=%21",
            "state=dead&cursor=" + cursor,
            "state=scheduled&offset=3")) {
      Problems.check(HTTP.get(list + query), 422, "validation_failed");
    }
    Problems.check(
        HTTP.get("/v1/queues/other/tasks?state=scheduled&cursor=" + cursor),
        422,
        "validation_failed");
    Problems.check(HTTP.get("/v1/queues/-a/tasks?state=dead"), 422, "validation_failed");
  }

  private static String dead() {
    return HTTP.enqueue(
            "demo",
            "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1}}",
            "Prefer",
            "wait=30")
        .header("Location");
  }

  private static String enqueue(String queue, String body) {
    return HTTP.enqueue(queue, body).header("Location");
  }

  private static void awaitState(String task, String state) {
    while (!HTTP.get(task).member("state").equals(state)) {
      Thread.onSpinWait();
    }
  }
}
