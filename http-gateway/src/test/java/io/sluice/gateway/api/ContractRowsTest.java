package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The contract of the API, row by row: what each row succeeds with, and the problems it lists. What
 * an answer looks like in full is held against the API document by the client; more about each row
 * is in the tests of its endpoints. In the end every problem code has been seen.
 */
@Execution(ExecutionMode.SAME_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class ContractRowsTest {
  private static final String LATER = "{\"type\":\"a\",\"delay\":\"1h\"}";
  private static final String KEY = "Idempotency-Key";
  private static final String MISSING = "/v1/queues/rows/tasks/missing";
  private static final Set<String> SEEN = new TreeSet<>();

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static RawHttp slow;

  @BeforeAll
  static void beginARequestThatIsTooSlow() throws Exception {
    slow = new RawHttp(GATEWAY.gateway().port());
    slow.sendHead(
        "POST /v1/queues/rows/tasks HTTP/1.1",
        "Content-Type: application/json",
        "Content-Length: 9");
    HTTP.enqueue("rows", LATER);
  }

  @AfterAll
  static void stop() throws Exception {
    slow.close();
    GATEWAY.close();
  }

  @Test
  void row1EnqueuesOne() {
    Reply taken = HTTP.enqueue("rows", "{\"type\":\"a\",\"delay\":\"1h\",\"id\":\"row1\"}");
    assertThat(taken.status()).isEqualTo(202);
    assertThat(HTTP.get(taken.header("Location")).status()).isEqualTo(200);
    assertThat(done("{\"type\":\"demo.echo\",\"payload\":1}").member("result")).isEqualTo("1");
    Reply minimal = HTTP.enqueue("rows", LATER, "Prefer", "return=minimal");
    assertThat(minimal.status()).isEqualTo(202);
    assertThat(minimal.body()).isEmpty();

    problem(HTTP.enqueue("rows", "{"), "malformed_json");
    problem(HTTP.enqueue("rows", "{\"id\":\"row1\",\"type\":\"a\"}"), "duplicate_task");
    problem(HTTP.enqueue("rows", "\"" + "x".repeat(1 << 20) + "\""), "payload_too_large");
    problem(HTTP.postAs("text/csv", "/v1/queues/rows/tasks", "a"), "unsupported_media_type");
    problem(HTTP.enqueue("rows", "{}"), "validation_failed");
    HTTP.put("/v1/queues/full", "{\"maxBacklog\":1}");
    HTTP.enqueue("full", LATER);
    problem(HTTP.enqueue("full", LATER), "queue_full");
  }

  @Test
  void row1AnswersARequestThatIsSentAgainAsBefore() {
    String first = HTTP.enqueue("keys", LATER, KEY, "\"k\"").member("id");
    Reply again = HTTP.enqueue("keys", LATER, KEY, "\"k\"");
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.member("id")).isEqualTo(first);

    problem(HTTP.enqueue("keys", "{\"type\":\"b\"}", KEY, "\"k\""), "idempotency_mismatch");
    var unused = HTTP.enqueueLater("keys", LATER, KEY, "\"long\"", "Prefer", "wait=60");
    while (HTTP.get("/v1/queues/keys").json().at("/totals/accepted").asInt() < 2) {
      Thread.onSpinWait();
    }
    problem(HTTP.enqueue("keys", LATER, KEY, "\"long\""), "idempotency_in_progress");
  }

  @Test
  void row2EnqueuesAStream() {
    Reply reply =
        HTTP.postAs(
            "application/x-ndjson", "/v1/queues/lines/tasks", LATER + "\n{\"typ\":1}\n" + LATER);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text().lines().map(line -> line.replaceAll(",\"id.*|,\"problem.*", "")))
        .containsExactly(
            "{\"line\":1,\"status\":202",
            "{\"line\":2,\"status\":422",
            "{\"line\":3,\"status\":202",
            "{\"summary\":{\"accepted\":2,\"rejected\":1}}");
  }

  @Test
  void row3ShowsATask() {
    Reply enqueued = HTTP.enqueue("rows", "{\"type\":\"a\",\"payload\":7,\"delay\":\"1h\"}");
    String at = enqueued.header("Location");
    Reply shown = HTTP.get(at + "?include=payload");
    assertThat(shown.member("payload")).isEqualTo("7");
    String version = shown.header("ETag");
    assertThat(HTTP.get(at, "If-None-Match", version).status()).isEqualTo(304);
    assertThat(HTTP.get(at, "If-None-Match", version, "Prefer", "wait=1").status()).isEqualTo(304);

    problem(HTTP.get(MISSING), "unknown_task");
  }

  @Test
  void row4ShowsAResult() {
    String waits = HTTP.enqueue("rows", LATER).header("Location");
    assertThat(result(done("{\"type\":\"demo.echo\",\"payload\":[1]}")).text()).isEqualTo("[1]");
    assertThat(HTTP.get(waits + "/result").status()).isEqualTo(202);
    HTTP.post(waits + "/cancel");

    problem(HTTP.get(MISSING + "/result"), "unknown_task");
    problem(HTTP.get(waits + "/result"), "task_cancelled");
    Reply dead =
        done("{\"type\":\"demo.fail\",\"payload\":{\"times\":1},\"retry\":{\"maxAttempts\":1}}");
    assertThat(result(dead).member("code")).isEqualTo("task_dead");
    SEEN.add("task_dead");
    Reply late =
        HTTP.enqueue("rows", "{\"type\":\"a\",\"expiresIn\":\"50ms\"}", "Prefer", "wait=30");
    problem(result(late), "task_expired");
  }

  @Test
  void row5FollowsATask() {
    String ended = done("{\"type\":\"demo.echo\"}").header("Location");
    assertThat(HTTP.get(ended + "/events").text()).contains("event: task.succeeded\n");

    problem(HTTP.get(MISSING + "/events"), "unknown_task");
  }

  @Test
  void row6ActsOnOneTask() {
    String waits = HTTP.enqueue("acts", LATER).header("Location");
    assertThat(HTTP.post(waits + "/run-now").member("state")).isEqualTo("ready");
    assertThat(HTTP.post(waits + "/retry").status()).isEqualTo(200);
    assertThat(HTTP.post(waits + "/cancel").member("state")).isEqualTo("cancelled");
    String runs = running();
    assertThat(HTTP.post(runs + "/cancel").status()).isEqualTo(202);

    problem(HTTP.post(waits + "/run-now"), "state_conflict");
    problem(HTTP.post(MISSING + "/cancel"), "unknown_task");
    problem(HTTP.post(MISSING + "/retry"), "unknown_task");
  }

  @Test
  void row7RemovesATask() {
    String waits = HTTP.enqueue("acts", LATER).header("Location");
    assertThat(HTTP.method("DELETE", waits).status()).isEqualTo(204);

    problem(HTTP.method("DELETE", waits), "unknown_task");
    problem(HTTP.method("DELETE", running()), "state_conflict");
  }

  @Test
  void row8ListsTasksOfAState() {
    HTTP.enqueue("listed", "{\"type\":\"a\",\"id\":\"old\"}");
    HTTP.enqueue("listed", "{\"type\":\"a\",\"id\":\"new\"}");
    Reply page = HTTP.get("/v1/queues/listed/tasks?state=ready&limit=1");
    assertThat(page.json().at("/items/0/id").asString()).isEqualTo("new");
    String next = page.header("Link").replaceAll("^<|>.*$", "");
    assertThat(HTTP.get(next).json().at("/items/0/id").asString()).isEqualTo("old");

    problem(HTTP.get("/v1/queues/listed/tasks?state=gone"), "validation_failed");
  }

  @Test
  void row9ShowsQueues() {
    HTTP.enqueue("shown", LATER);
    assertThat(HTTP.get("/v1/queues?limit=200").text()).contains("\"queue\":\"shown\"");
    assertThat(HTTP.get("/v1/queues/shown").json().at("/counts/scheduled").asInt()).isEqualTo(1);

    problem(HTTP.get("/v1/queues/nowhere"), "unknown_queue");
  }

  @Test
  void row10SetsAQueue() {
    Reply set = HTTP.put("/v1/queues/set", "{\"maxConcurrency\":3,\"retention\":\"2h\"}");
    assertThat(set.json().at("/limits/maxConcurrency").asInt()).isEqualTo(3);
    assertThat(set.json().at("/limits/retention/maxAge").asString()).isEqualTo("PT2H");

    problem(HTTP.put("/v1/queues/set", "{\"maxConcurrency\":0}"), "validation_failed");
  }

  @Test
  void row11PausesAndResumesAQueue() {
    HTTP.put("/v1/queues/calm", "{}");
    Reply paused = HTTP.post("/v1/queues/calm/pause", "{\"reason\":\"why\",\"for\":\"10m\"}");
    assertThat(paused.json().at("/pause/reason").asString()).isEqualTo("why");
    assertThat(HTTP.post("/v1/queues/calm/resume").member("paused")).isEqualTo("false");
  }

  @Test
  void row12And13ActOnManyTasks() {
    HTTP.put("/v1/queues/many", "{}");
    String dry = "{\"from\":\"dead\",\"dryRun\":true}";
    assertThat(HTTP.post("/v1/queues/rows/redrive", dry).json().has("matched")).isTrue();
    Reply begun = HTTP.post("/v1/queues/many/redrive", "{\"from\":\"dead\"}");
    assertThat(begun.status()).isEqualTo(202);
    assertThat(HTTP.get(begun.header("Location")).member("action")).isEqualTo("redrive");
    assertThat(HTTP.post(begun.header("Location") + "/abort").status()).isEqualTo(200);
    String all = "{\"state\":\"ready\",\"confirm\":\"many\"}";
    assertThat(HTTP.post("/v1/queues/many/purge", all).member("action")).isEqualTo("purge");

    problem(HTTP.post("/v1/queues/many/redrive", "{}"), "validation_failed");
    problem(HTTP.post("/v1/queues/other/purge", all), "validation_failed");
    problem(HTTP.get("/v1/bulk-actions/none"), "not_found");
    problem(HTTP.post("/v1/bulk-actions/none/abort"), "not_found");
  }

  @Test
  void row14KeepsSchedules() {
    String hourly = "{\"every\":\"1h\",\"queue\":\"rows\",\"task\":{\"type\":\"a\"}}";
    String at = "/v1/schedules/row14";
    assertThat(HTTP.put(at, hourly).status()).isEqualTo(201);
    assertThat(HTTP.put(at, hourly).status()).isEqualTo(200);
    assertThat(HTTP.get(at).member("every")).isEqualTo("PT1H");
    assertThat(HTTP.get("/v1/schedules").text()).contains("\"row14\"");
    assertThat(HTTP.post(at + "/pause").member("paused")).isEqualTo("true");
    assertThat(HTTP.post(at + "/resume").member("paused")).isEqualTo("false");
    assertThat(HTTP.get(HTTP.post(at + "/trigger").header("Location")).status()).isEqualTo(200);
    assertThat(HTTP.get(at + "/preview?count=3").json().path("items")).hasSize(3);
    assertThat(HTTP.method("DELETE", at).status()).isEqualTo(204);

    problem(HTTP.get(at), "unknown_schedule");
    problem(HTTP.put(at, "{\"cron\":\"x\"}"), "validation_failed");
  }

  @Test
  void row15ShowsWorkers() {
    done("{\"type\":\"demo.echo\"}");
    assertThat(HTTP.get("/v1/workers").json().at("/items/0/queue").asString()).isEqualTo("demo");

    problem(HTTP.get("/v1/workers?limit=0"), "validation_failed");
  }

  @Test
  void row16TellsAllEvents() {
    Reply head = HTTP.head("/v1/events?queue=rows&event=task.dead");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");

    problem(HTTP.get("/v1/events?event=x"), "validation_failed");
    problem(HTTP.get("/v1/events?queue=nowhere"), "unknown_queue");
  }

  @Test
  void row17TellsAnAutoscaler() {
    HTTP.enqueue("scaled", "{\"type\":\"a\"}");
    assertThat(HTTP.get("/v1/queues/scaled/scaler").member("backlog")).isEqualTo("1");
  }

  @Test
  void row18IsOperated() {
    assertThat(HTTP.get("/v1/info").json().at("/limits/waitSeconds").asInt()).isEqualTo(60);
    assertThat(HTTP.get("/livez").status()).isEqualTo(200);
    assertThat(HTTP.get("/ui/").header("Content-Type")).startsWith("text/html");
    assertThat(HTTP.get("/readyz").member("redis")).isEqualTo("ok");
    assertThat(HTTP.get("/metrics").text()).contains("# TYPE");
    Reply document = HTTP.get("/openapi.json");
    assertThat(document.member("openapi")).isEqualTo("3.1.0");
    String version = document.header("ETag");
    assertThat(HTTP.get("/openapi.json", "If-None-Match", version).status()).isEqualTo(304);
    for (ProblemCode code : ProblemCode.values()) {
      Reply page = HTTP.get("/problems/" + code.wireName());
      assertThat(page.text()).contains(code.wireName(), code.title(), code.advice());
    }

    problem(HTTP.get("/problems/none"), "not_found");
    problem(HTTP.get("/v2"), "not_found");
    problem(HTTP.method("PATCH", "/v1/queues"), "method_not_allowed");
  }

  @Test
  void row19To22LetWorkersElsewhereRunTasks() {
    HTTP.enqueue("remote", "{\"type\":\"a\",\"id\":\"one\"}");
    String at = "/v1/queues/remote";
    Reply claimed = HTTP.post(at + "/claims", "{\"wait\":\"20s\"}");
    String session = claimed.member("session");
    String token = claimed.json().at("/tasks/0/token").asString();
    assertThat(HTTP.post(at + "/sessions/" + session + "/extend").status()).isEqualTo(200);
    String settle =
        "{\"session\":\"%s\",\"outcomes\":[{\"id\":\"%s\",\"token\":\"%s\",\"outcome\":\"succeed\"}]}";
    Reply settled = HTTP.post(at + "/claims/settle", settle.formatted(session, "one", token));
    assertThat(status(settled)).isEqualTo("settled");
    Reply lost = HTTP.post(at + "/claims/settle", settle.formatted(session, "two", "t"));
    SEEN.add(status(lost)); // one of many may be lost, which is no problem of the call
    assertThat(HTTP.head(at + "/claims/stream?credits=1").status()).isEqualTo(200);

    problem(HTTP.post(at + "/sessions/none/extend"), "unknown_session");
    problem(HTTP.post(at + "/claims", "{\"session\":\"none\"}"), "unknown_session");
    problem(HTTP.post(at + "/claims", "{\"max\":0}"), "validation_failed");
  }

  @Test
  void batchesCountTasks() {
    Reply opened = HTTP.post("/v1/queues/rows/batches", "{}");
    assertThat(opened.status()).isEqualTo(201);
    String batch = opened.header("Location");
    assertThat(HTTP.get(batch).member("state")).isEqualTo("open");
    assertThat(HTTP.get("/v1/queues/rows/batches").status()).isEqualTo(200);
    assertThat(HTTP.post(batch + "/seal").status()).isEqualTo(200);
    assertThat(HTTP.post(batch + "/cancel").status()).isEqualTo(200);
    String member = "{\"type\":\"a\",\"batch\":\"" + opened.member("id") + "\"}";

    problem(HTTP.enqueue("rows", member), "batch_sealed");
    problem(HTTP.get("/v1/queues/rows/batches/none"), "unknown_batch");
  }

  @Test
  void reportsAreListedAndUnknownOnesRefused() {
    assertThat(HTTP.get("/v1/reports").status()).isEqualTo(200);
    problem(HTTP.get("/v1/reports/none"), "unknown_report");
  }

  @Test
  void everyRowButTheOpenOnesWantsATokenThatMayDoIt() throws Exception {
    try (TestTokens tokens = new TestTokens()) {
      String viewer = tokens.add("viewer", Role.VIEWER);
      String slow = tokens.add("slow", Role.VIEWER, "*", "1/s");
      try (TestGateway guarded = TestGateway.start(tokens)) {
        assertThat(guarded.http().get("/livez").status()).isEqualTo(200);
        problem(guarded.http().get("/v1/queues"), "unauthenticated");
        problem(guarded.http().as(viewer).enqueue("rows", LATER), "forbidden");
        Reply reply = guarded.http().as(slow).get("/v1/queues");
        while (reply.status() == 200) {
          reply = guarded.http().as(slow).get("/v1/queues");
        }
        problem(reply, "rate_limited");
      }
    }
  }

  @Test
  @Order(Integer.MAX_VALUE - 2)
  void redisThatIsFullOrBrokenOrTooSlowOrAwayIsAProblem() throws Exception {
    TestGateway broken = TestGateway.start(ContractRowsTest::patient);
    int redis = broken.redis().port();
    try {
      new RedisTrouble(broken, redis).go(ContractRowsTest::problem);
    } finally {
      broken.redis().close();
      // An engine stops faster when it can say so.
      EmbeddedRedis again = EmbeddedRedis.start(RedisOptions.IN_MEMORY.withPort(redis));
      broken.close();
      again.close();
    }
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void aRequestThatComesInTooSlowlyIsAProblem() throws Exception {
    String reply = slow.readReply();
    assertThat(reply).startsWith("HTTP/1.1 408").contains("\"code\":\"request_timeout\"");
    SEEN.add("request_timeout");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void everyProblemCodeWasSeen() {
    Set<String> all =
        Arrays.stream(ProblemCode.values()).map(ProblemCode::wireName).collect(Collectors.toSet());
    assertThat(SEEN).isEqualTo(all);
  }

  private static void problem(Reply reply, String code) {
    Problems.check(reply, ProblemCode.ofWireName(code).orElseThrow().status(), code);
    SEEN.add(code);
  }

  private static Reply done(String body) {
    Reply reply = HTTP.enqueue("demo", body, "Prefer", "wait=30");
    assertThat(reply.status()).isEqualTo(200);
    return reply;
  }

  private static Reply result(Reply enqueued) {
    return HTTP.get(enqueued.header("Location") + "/result");
  }

  /** Where a task is that runs. */
  /** A task that runs until it is ended here: its worker is this test. */
  private static String running() {
    String at = HTTP.enqueue("held", "{\"type\":\"a\"}").header("Location");
    Reply claimed = HTTP.post("/v1/queues/held/claims", "{\"wait\":\"20s\"}");
    assertThat(at).endsWith("/" + claimed.json().at("/tasks/0/id").asString());
    return at;
  }

  private static String status(Reply settled) {
    return settled.json().at("/results/0/status").asString();
  }

  private static SluiceConfig patient(SluiceConfig config) {
    return config.withEnqueueTimeout(Duration.ofMinutes(1));
  }
}
