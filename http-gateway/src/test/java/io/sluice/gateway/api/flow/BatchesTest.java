package io.sluice.gateway.api.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Batches over HTTP: opened, filled, sealed, followed, cancelled, listed and deleted. */
@Timeout(60)
class BatchesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final String queue = "batches-" + QUEUES.incrementAndGet();
  private final String at = "/v1/queues/" + queue + "/batches";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aFollowUpIsAMemberOfASealedBatch() {
    Reply opened = HTTP.post("/v1/queues/demo/batches", "{}");
    String member = "{\"type\":\"demo.echo\",\"batch\":\"" + opened.member("id") + "\"";
    String sleeping = member.replace("demo.echo", "demo.sleep") + ",\"payload\":{\"ms\":100}";
    Reply first = HTTP.enqueue("demo", sleeping + ",\"then\":[{\"task\":" + member + "}}]}");
    assertThat(first.status()).isEqualTo(202);
    HTTP.post(opened.header("Location") + "/seal", "");

    Reply complete = HTTP.get(opened.header("Location"), "Prefer", "wait=20");

    assertThat(complete.member("state")).isEqualTo("complete");
    assertThat(complete.text()).contains("\"succeeded\":2");
  }

  @Test
  void aBatchEndsWithItsMembersAndEnqueuesItsCallbackOnce() {
    Reply opened =
        HTTP.post(
            "/v1/queues/demo/batches",
            "{\"name\":\"nightly\",\"onComplete\":{\"queue\":\""
                + queue
                + "\",\"task\":{\"type\":\"report\",\"payload\":7}}}");
    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.member("state")).isEqualTo("open");
    String batch = opened.header("Location");
    String member = "{\"type\":\"demo.echo\",\"batch\":\"" + opened.member("id");
    assertThat(HTTP.enqueue("demo", member + "\"}").status()).isEqualTo(202);
    assertThat(HTTP.enqueue("demo", member + "@demo\"}").status()).isEqualTo(202);
    Reply lines =
        HTTP.postAs(
            "application/x-ndjson",
            "/v1/queues/demo/tasks",
            (member + "\"}\n").repeat(3) + "{\"type\":\"demo.echo\",\"batch\":\"none\"}\n");
    assertThat(lines.text())
        .contains("{\"accepted\":3,\"rejected\":1}")
        .contains("\"code\":\"unknown_batch\"");

    CompletableFuture<Reply> waiting = HTTP.getLater(batch, "Prefer", "wait=30");
    Reply sealed = HTTP.post(batch + "/seal");
    assertThat(sealed.status()).isEqualTo(200);
    assertThat(sealed.member("sealedAt")).isNotEmpty();

    Reply ended = waiting.join();
    assertThat(ended.header("Preference-Applied")).isEqualTo("wait=30");
    assertThat(ended.member("state")).isEqualTo("complete");
    assertThat(ended.member("ended")).isEqualTo("true");
    assertThat(ended.json().at("/counts/succeeded").asInt()).isEqualTo(5);
    assertThat(ended.json().at("/parts/0/queue").asString()).isEqualTo("demo");
    JsonNode callback =
        HTTP.post("/v1/queues/" + queue + "/claims", "{\"wait\":\"20s\"}").json().path("tasks");
    assertThat(callback.at("/0/type").asString()).isEqualTo("report");
    assertThat(callback.at("/0/payload").asInt()).isEqualTo(7);
    assertThat(callback).hasSize(1);

    Reply late = HTTP.enqueue("demo", member + "\"}");
    Problems.check(late, 409, "batch_sealed");
    assertThat(HTTP.delete(batch).status()).isEqualTo(204);
    Problems.check(HTTP.get(batch), 404, "unknown_batch");
  }

  @Test
  void theResultsOfABatchAreReadInTheOrderInWhichItsMembersEnd() {
    Reply opened = HTTP.post("/v1/queues/demo/batches", "{\"gather\":true}");
    assertThat(opened.member("gather")).isEqualTo("true");
    String results = opened.header("Location") + "/results";
    Reply none = HTTP.get(results);
    assertThat(none.text()).isEqualTo("{\"items\":[],\"position\":\"\",\"last\":false}");
    String member = "\"batch\":\"" + opened.member("id") + "\"}";
    CompletableFuture<Reply> waiting = HTTP.getLater(results, "Prefer", "wait=30");
    HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":{\"n\":7},\"id\":\"one\"," + member);
    Reply first = waiting.join();
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().at("/items/0/id").asString()).isEqualTo("one");
    assertThat(first.json().at("/items/0/result/n").asInt()).isEqualTo(7);
    String after = "?after=" + first.member("position");
    HTTP.enqueue(
        "demo",
        "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1},"
            + member);
    HTTP.post(opened.header("Location") + "/seal");

    Reply dead = HTTP.get(results + after, "Prefer", "wait=30");
    assertThat(dead.json().at("/items/0/state").asString()).isEqualTo("dead");
    assertThat(dead.json().at("/items/0/failure/message").asString()).contains("fails on request");
    Reply end = HTTP.get(results + "?after=" + dead.member("position"), "Prefer", "wait=30");
    assertThat(end.member("last")).isEqualTo("true");
    assertThat(end.json().path("items")).isEmpty();
    Problems.check(HTTP.get(results + "?after=x"), 422, "validation_failed");
    Problems.check(HTTP.get(open("{}") + "/results"), 409, "state_conflict");
    Problems.check(HTTP.get("/v1/queues/demo/batches/g-none/results"), 404, "unknown_batch");
  }

  @Test
  void aBatchHasMembersInOtherQueues() {
    String batch = open("{}");
    String id = batch.substring(batch.lastIndexOf('/') + 1);
    String member = "{\"type\":\"demo.echo\",\"batch\":\"" + id + "@" + queue + "\"}";
    assertThat(HTTP.enqueue("demo", member).status()).isEqualTo(202);
    assertThat(HTTP.enqueue("demo", member).status()).isEqualTo(202);

    HTTP.post(batch + "/seal");

    Reply ended = HTTP.get(batch, "Prefer", "wait=30");
    assertThat(ended.member("state")).isEqualTo("complete");
    assertThat(ended.json().at("/counts/succeeded").asInt()).isEqualTo(2);
    assertThat(ended.json().path("parts").findValuesAsString("queue"))
        .containsExactly(queue, "demo");
    assertThat(ids(batch + "/tasks?part=demo")).isEmpty();
    Problems.check(HTTP.enqueue("demo", member), 409, "batch_sealed");
  }

  @Test
  void aBatchIsShownAgainOnlyWhenItHasChanged() {
    String batch = open("{}");
    Reply first = HTTP.get(batch);
    String version = first.header("ETag");
    assertThat(HTTP.get(batch, "If-None-Match", version).status()).isEqualTo(304);
    assertThat(HTTP.get(batch, "If-None-Match", version, "Prefer", "wait=1").status())
        .isEqualTo(304);

    CompletableFuture<Reply> change =
        HTTP.getLater(batch, "If-None-Match", version, "Prefer", "wait=30");
    add(batch, "\"type\":\"a\"");

    assertThat(change.join().json().at("/counts/pending").asInt()).isEqualTo(1);
  }

  @Test
  void theEventsOfABatchEndWithItsEnd() throws Exception {
    String batch = open("{}");
    add(batch, "\"type\":\"a\"");
    List<String> told = new ArrayList<>();
    URL url = URI.create(HTTP.url() + batch + "/events").toURL();
    try (BufferedReader events =
        new BufferedReader(new InputStreamReader(url.openStream(), UTF_8))) {
      while (!told.contains("event: batch.progress")) {
        told.add(events.readLine());
      }
      assertThat(HTTP.post(batch + "/cancel").member("state")).isEqualTo("cancelled");
      events.lines().forEach(told::add);
    }

    int end = told.indexOf("event: batch.cancelled");
    assertThat(end).isEqualTo(told.size() - 3);
    assertThat(told.get(end + 1)).contains("\"cancelled\":1");
    String id = told.get(end - 1).substring("id: ".length());
    assertThat(HTTP.get(batch + "/events", "Last-Event-ID", id).status()).isEqualTo(204);
    Problems.check(HTTP.get(at + "/none/events"), 404, "unknown_batch");
  }

  @Test
  void batchesAndTheirMembersAreListed() {
    String first = open("{\"name\":\"one\"}");
    String second = open("{\"name\":\"two\"}");
    add(first, "\"type\":\"a\",\"id\":\"now\"");
    add(first, "\"type\":\"a\",\"id\":\"later\",\"delay\":\"1h\"");
    add(second, "\"type\":\"a\",\"id\":\"other\"");

    assertThat(HTTP.get(at).text()).contains("\"one\"").contains("\"two\"");
    assertThat(ids(first + "/tasks")).containsExactlyInAnyOrder("now", "later");
    assertThat(ids(first + "/tasks?state=scheduled")).containsExactly("later");
    assertThat(ids(second + "/tasks?part=" + queue)).containsExactly("other");
    assertThat(ids(first + "/tasks?state=dead")).isEmpty();
    Problems.check(HTTP.get(first + "/tasks?state=succeeded"), 422, "validation_failed");
    Problems.check(HTTP.get(first + "/tasks?state=x"), 422, "validation_failed");
    Problems.check(HTTP.get(at + "/none/tasks"), 404, "unknown_batch");
    Problems.check(HTTP.delete(first), 409, "state_conflict");
  }

  @Test
  void whatIsWrongWithABatchIsNamed() {
    Reply wrong =
        HTTP.post(
            at,
            "{\"onFailure\":\"stop\",\"openFor\":\"9999d\",\"parent\":\"x@y\",\"name\":\"a b\","
                + "\"onComplete\":{},\"onSuccess\":{\"task\":{\"type\":\"a\",\"batch\":\"b\"}}}");

    Problems.check(wrong, 422, "validation_failed");
    assertThat(wrong.json().path("errors").findValuesAsString("pointer"))
        .contains("/onFailure", "/openFor", "/name", "/onComplete/task");
    Problems.check(HTTP.post(at, "{\"parent\":\"none\"}"), 404, "unknown_batch");
    Problems.check(
        HTTP.enqueue(queue, "{\"type\":\"a\",\"batch\":\"b@\"}"), 422, "validation_failed");
    Problems.check(HTTP.post(at + "/none/seal"), 404, "unknown_batch");
  }

  private String open(String body) {
    return HTTP.post(at, body).header("Location");
  }

  private void add(String batch, String task) {
    String id = batch.substring(batch.lastIndexOf('/') + 1);
    assertThat(HTTP.enqueue(queue, "{\"batch\":\"" + id + "\"," + task + "}").status())
        .isEqualTo(202);
  }

  private static Iterable<String> ids(String path) {
    return HTTP.get(path).json().path("items").findValuesAsString("id");
  }
}
