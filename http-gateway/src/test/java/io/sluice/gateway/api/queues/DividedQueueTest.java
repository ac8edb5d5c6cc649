package io.sluice.gateway.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** Each operation does over all partitions what it does in one, or says that it does not. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.OrderAnnotation.class)
class DividedQueueTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Walk WALK = new Walk(HTTP);

  /** Enough that one call is filled for each partition. */
  private static final int TASKS = 800;

  private static final String DEMO = "/v1/queues/demo";

  @BeforeAll
  static void divideTheDemoQueue() {
    assertThat(WALK.put(DEMO + "/partitions", "{\"partitions\":3}").status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void enqueuesOneManyAndOnce() {
    String at = divided("taken");
    Set<String> ids = new HashSet<>();
    WALK.lines(at, TASKS).forEach(line -> ids.add(line.path("id").asString()));
    assertThat(ids).hasSize(TASKS);
    assertThat(Walk.items(WALK.get(at + "/partitions")))
        .allMatch(item -> item.at("/counts/scheduled").asInt() > 0);
    for (int i = 0; i < 20; i++) {
      Reply grouped = enqueue("taken", Walk.later("\"group\":\"g" + i + "\""));
      assertThat(WALK.get(grouped.header("Location")).member("group")).isEqualTo("g" + i);
      String given = Walk.later("\"id\":\"given-" + i + "\"");
      assertThat(enqueue("taken", given).status()).isEqualTo(202);
      Problems.check(enqueue("taken", given), 409, "duplicate_task");
      assertThat(WALK.get(at + "/tasks/given-" + i).status()).isEqualTo(200);
      String unique = Walk.later("\"unique\":{\"key\":\"k" + i + "\",\"onConflict\":\"keep\"}");
      String first = enqueue("taken", unique).member("id");
      assertThat(enqueue("taken", unique).member("id")).isEqualTo(first);
      String once = "\"once-" + i + "\"";
      Reply request = HTTP.enqueue("taken", Walk.later(null), "Idempotency-Key", once);
      Reply again = HTTP.enqueue("taken", Walk.later(null), "Idempotency-Key", once);
      assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
      assertThat(again.member("id")).isEqualTo(request.member("id"));
    }
    String alone = at + "/tasks?type=a&delay=1h";
    assertThat(HTTP.postAs("application/octet-stream", alone, "\1").status()).isEqualTo(202);
    Walk.refused(enqueue("taken", Walk.later("\"id\":\"a~1\"")), "/id", "~");
    JsonNode view = WALK.get(at).json();
    assertThat(view.at("/counts/scheduled").asInt()).isEqualTo(TASKS + 4 * 20 + 1);
    assertThat(view.at("/totals/accepted").asInt()).isEqualTo(TASKS + 4 * 20 + 1);
  }

  @Test
  void listsAllTasksByStateAndById() {
    String at = divided("listed");
    Set<String> ids = new TreeSet<>();
    WALK.lines(at, TASKS).forEach(line -> ids.add(line.path("id").asString()));
    enqueue("listed", Walk.later("\"id\":\"given\""));
    ids.add("given");
    List<String> listed = new ArrayList<>();
    String next = at + "/tasks?state=scheduled&limit=100";
    while (!next.isEmpty()) {
      Reply page = WALK.get(next);
      Walk.items(page).forEach(item -> listed.add(item.path("id").asString()));
      next = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    List<String> some = new ArrayList<>(ids.stream().limit(90).toList());
    some.addAll(List.of("nowhere", "given"));
    Reply found = WALK.get(at + "/tasks?ids=" + String.join(",", some));
    assertThat(Walk.items(found).stream().map(item -> item.path("id").asString()))
        .containsExactlyInAnyOrderElementsOf(
            some.stream().filter(id -> !id.equals("nowhere")).toList());
    assertThat(found.json().path("missing").toString()).isEqualTo("[\"nowhere\"]");
  }

  @Test
  void actsOnATaskWhereverItIs() {
    String at = divided("acted");
    for (int i = 0; i < 9; i++) {
      String task = enqueue("acted", Walk.later("\"group\":\"g" + i + "\"")).header("Location");
      assertThat(WALK.post(task + "/reschedule", "{\"delay\":\"2h\"}").status()).isEqualTo(200);
      assertThat(WALK.post(task + "/priority", "{\"priority\":7}").member("priority"))
          .isEqualTo("7");
      assertThat(WALK.get(task + "/explain").status()).isEqualTo(200);
      assertThat(WALK.post(task + "/run-now", "").member("state")).isEqualTo("ready");
      assertThat(WALK.get(task + "/explain").status()).isEqualTo(200);
      assertThat(WALK.post(task + "/cancel", "").member("state")).isEqualTo("cancelled");
      Problems.check(WALK.post(task + "/retry", ""), 409, "state_conflict");
      Problems.check(WALK.get(task + "/result"), 409, "task_cancelled");
      assertThat(WALK.get(task + "/events").text()).contains("task.cancelled");
      assertThat(WALK.method("DELETE", task).status()).isEqualTo(204);
      Problems.check(WALK.get(task), 404, "unknown_task");
    }
    assertThat(WALK.get(at).json().at("/totals/cancelled").asInt()).isEqualTo(9);
    String filter = "{\"action\":\"cancel\",\"filter\":{\"state\":\"scheduled\"}}";
    assertThat(WALK.post(at + "/act", filter).json().path("failed").isEmpty()).isTrue();
    Walk.refused(WALK.method("DELETE", at), "/queue", "purge it");
  }

  @Test
  void runsTasksAndTellsOfThem() throws Exception {
    String told;
    try (RawHttp events = new RawHttp(GATEWAY.gateway().port())) {
      WALK.asked("GET", "/v1/events");
      events.sendHead("GET /v1/events?queue=demo&event=task.succeeded HTTP/1.1");
      assertThat(events.readHead()).startsWith("HTTP/1.1 200");
      told = events.readChunk();
      while (!told.endsWith(":\n\n")) {
        told += events.readChunk();
      }
      Set<String> ended = new HashSet<>();
      for (int i = 0; i < 12; i++) {
        Reply reply =
            HTTP.enqueue(
                "demo",
                "{\"type\":\"demo.echo\",\"payload\":" + i + ",\"group\":\"g" + i + "\"}",
                "Prefer",
                "wait=20");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.member("result")).isEqualTo(String.valueOf(i));
        ended.add(reply.member("id"));
        String task = DEMO + "/tasks/" + reply.member("id");
        assertThat(WALK.get(task + "/result").text()).isEqualTo(String.valueOf(i));
        assertThat(WALK.get(task + "/events").text()).contains("task.succeeded");
        assertThat(WALK.get(task + "/stream").text()).contains("task.succeeded");
      }
      while (!ended.stream().allMatch(told::contains)) {
        told += events.readChunk();
      }
    }
    assertThat(told).doesNotContain("demo/1");
    assertThat(WALK.get("/v1/workers").text()).contains("\"demo\"");
    String metrics = WALK.get("/metrics").text();
    assertThat(metrics).contains("queue=\"demo\"").doesNotContain("queue=\"demo/1\"");
    assertThat(WALK.get(DEMO + "/scaler").status()).isEqualTo(200);
    assertThat(WALK.get("/v1/ledger").text()).doesNotContain("demo/1", "\"balanced\":false");
    assertThat(WALK.get("/v1/history?queue=demo").status()).isEqualTo(200);
    String follows = "{\"type\":\"demo.echo\",\"payload\":1,\"then\":[{\"queue\":\"demo\",";
    Reply followed =
        HTTP.enqueue("demo", follows + "\"task\":{\"type\":\"demo.echo\"}}]}", "Prefer", "wait=20");
    assertThat(followed.status()).isEqualTo(200);
    Walk.refused(
        enqueue("demo", follows + "\"task\":{\"type\":\"demo.echo\",\"group\":\"g\"}}]}"),
        "/then",
        "may not have a group");
  }

  @Test
  void pausesRedrivesAndPurgesAllPartitions() {
    for (int i = 0; i < 12; i++) {
      String fails =
          "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1},"
              + "\"group\":\"f"
              + i
              + "\"}";
      HTTP.enqueue("demo", fails, "Prefer", "wait=20");
    }
    assertThat(WALK.get(DEMO + "/errors").json().at("/items/0/dead").asInt()).isEqualTo(12);
    assertThat(WALK.post(DEMO + "/pause", "{\"reason\":\"a test\"}").member("paused"))
        .isEqualTo("true");
    Reply dry = WALK.post(DEMO + "/redrive", "{\"from\":\"dead\",\"dryRun\":true}");
    assertThat(dry.member("matched")).isEqualTo("12");

    Reply redrive = WALK.post(DEMO + "/redrive", "{\"from\":\"dead\"}");
    Reply done = WALK.ended(redrive.header("Location"));

    assertThat(done.member("processed")).isEqualTo("12");
    assertThat(WALK.get(DEMO).json().at("/counts/ready").asInt()).isEqualTo(12);
    Reply purge = WALK.post(DEMO + "/purge", "{\"state\":\"ready\",\"confirm\":\"demo\"}");
    assertThat(WALK.ended(purge.header("Location")).member("processed")).isEqualTo("12");
    assertThat(WALK.get("/v1/bulk-actions").text())
        .contains(redrive.member("id"), purge.member("id"));
    assertThat(WALK.post(redrive.header("Location") + "/abort", "").status()).isEqualTo(200);
    assertThat(WALK.post(DEMO + "/resume", "").member("paused")).isEqualTo("false");
    assertThat(WALK.get("/v1/queues").text()).contains("\"partitions\":3").doesNotContain("demo/1");
  }

  @Test
  void schedulesFireIntoTheQueue() {
    String at = divided("timed");
    String schedule = "{\"every\":\"1h\",\"queue\":\"timed\",\"task\":{\"type\":\"a\"}}";
    assertThat(WALK.put("/v1/schedules/timed", schedule).status()).isEqualTo(201);
    String task = WALK.post("/v1/schedules/timed/trigger", "").member("task");
    assertThat(WALK.get(at).json().at("/totals/accepted").asInt()).as(task).isEqualTo(1);
    for (String act : List.of("pause", "resume")) {
      assertThat(WALK.post("/v1/schedules/timed/" + act, "").status()).isEqualTo(200);
    }
    assertThat(WALK.get("/v1/schedules/timed/preview").status()).isEqualTo(200);
    assertThat(WALK.get("/v1/schedules/timed").member("queue")).isEqualTo("timed");
    assertThat(WALK.get("/v1/schedules").text()).contains("\"timed\"");
    assertThat(WALK.method("DELETE", "/v1/schedules/timed").status()).isEqualTo(204);
    List<Reply> grouped =
        IntStream.range(0, 12)
            .mapToObj(i -> schedule.replace("\"a\"", "\"a\",\"group\":\"g" + i + "\""))
            .map(body -> WALK.put("/v1/schedules/grouped", body))
            .filter(reply -> reply.status() > 201)
            .toList();
    assertThat(grouped).isNotEmpty();
    Walk.refused(grouped.get(0), "/task/group", "of group");
  }

  @Test
  void refusesWhatIsCountedOrGatheredOverTasks() {
    String at = divided("counted");
    Walk.refused(WALK.post(at + "/batches", "{}"), "/queue", "a batch cannot be opened");
    Walk.refused(
        enqueue("counted", Walk.later("\"batch\":\"b@other\"")),
        "/batch",
        "a task of a batch cannot be enqueued");
    assertThat(Walk.items(WALK.get(at + "/batches"))).isEmpty();
    HTTP.enqueue("whole", Walk.later(null));
    for (String act :
        "GET none;GET none/tasks;GET none/results;GET none/events;POST none/seal;POST none/cancel;DELETE none"
            .split(";")) {
      String[] words = act.split(" ");
      Reply whole = HTTP.method(words[0], "/v1/queues/whole/batches/" + words[1]);
      Reply reply = WALK.method(words[0], at + "/batches/" + words[1]);
      Problems.check(reply, whole.status(), whole.member("code"));
    }
    WALK.asked("POST", at + "/scatter");
    Reply scattered = HTTP.postAs("application/x-ndjson", at + "/scatter", "{\"type\":\"a\"}\n");
    Walk.refused(scattered, "/queue", "queue counted has 3 partitions");
  }

  @Test
  void givesTasksToWorkersElsewhere() {
    String at = divided("claimed");
    IntStream.range(0, 12)
        .forEach(i -> enqueue("claimed", "{\"type\":\"a\",\"group\":\"g" + i + "\"}"));
    Reply claimed = WALK.post(at + "/claims", "{\"max\":9}");
    String session = claimed.member("session");
    while (!claimed.json().path("tasks").isEmpty()) {
      JsonNode task = claimed.json().at("/tasks/0");
      String of = "{\"session\":\"%s\",".formatted(session);
      String ids = "\"id\":%s,\"token\":%s".formatted(task.path("id"), task.path("token"));
      String item = of + ids + ",\"from\":0,\"items\":[1]}";
      assertThat(WALK.post(at + "/claims/emit", item).member("status")).isEqualTo("kept");
      String done = "\"outcomes\":[{" + ids + ",\"outcome\":\"succeed\"}],\"claim\":{\"max\":9}}";
      claimed = WALK.post(at + "/claims/settle", of + done);
      assertThat(claimed.json().at("/results/0/status").asString()).isEqualTo("settled");
    }
    for (String verb : List.of("/extend", "/quiet", "/resume", "/stop")) {
      assertThat(WALK.post(at + "/sessions/" + session + verb, "").status()).isEqualTo(200);
    }
    WALK.asked("GET", at + "/claims/stream");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void leavesNoOperationOut() {
    assertThat(ApiDocument.OURS.operations())
        .map(ApiOperation::toString)
        .filteredOn(operation -> operation.matches("[A-Z]+ /v1/(?!info|redis|reports).*"))
        .isSubsetOf(WALK.asked());
  }

  private static String divided(String queue) {
    String at = "/v1/queues/" + queue;
    assertThat(WALK.put(at, "{}").status()).isEqualTo(200);
    assertThat(WALK.put(at + "/partitions", "{\"partitions\":3}").status()).isEqualTo(200);
    return at;
  }

  private static Reply enqueue(String queue, String body) {
    return WALK.post("/v1/queues/" + queue + "/tasks", body);
  }
}
