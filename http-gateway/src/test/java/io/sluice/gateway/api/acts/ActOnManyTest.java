package io.sluice.gateway.api.acts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class ActOnManyTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void actsOnTheTasksThatAreNamedAndTellsOfEachThatDoesNotAllowIt() {
    for (String id : List.of("a", "b", "c")) {
      later("named", id, "mail");
    }
    cancel("named", "c");

    Reply reply =
        act("named", "{\"action\":\"run-now\",\"ids\":[\"a\",\"c\",\"b\",\"none\",\"a\"]}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.member("matched")).isEqualTo("4");
    assertThat(reply.member("done")).isEqualTo("2");
    assertThat(reply.json().path("failed").findValuesAsString("id")).containsExactly("c", "none");
    assertThat(reply.json().path("failed").findValuesAsString("code"))
        .containsExactly("state_conflict", "unknown_task");
    assertThat(reply.json().at("/failed/0/detail").asString())
        .contains("task c in queue named", "cancelled");
    assertThat(List.of(state("named", "a"), state("named", "b"), state("named", "c")))
        .containsExactly("ready", "ready", "cancelled");
  }

  @Test
  void toActOnWhatItWasDoneToBeforeDoesNoHarm() {
    later("twice", "a", "mail");
    for (int i = 0; i < 2; i++) {
      Reply cancelled = act("twice", "{\"action\":\"cancel\",\"ids\":[\"a\"]}");
      assertThat(cancelled.member("done")).as(cancelled.text()).isEqualTo("1");
    }
    assertThat(act("twice", "{\"action\":\"delete\",\"ids\":[\"a\"]}").member("done"))
        .isEqualTo("1");
    Reply again = act("twice", "{\"action\":\"delete\",\"ids\":[\"a\"]}");
    assertThat(again.json().at("/failed/0/code").asString()).isEqualTo("unknown_task");
  }

  @Test
  void aDryRunTellsWhichTasksMatchAndChangesNothing() {
    later("dry", "a", "mail");
    later("dry", "b", "print");
    later("dry", "c", "mail");
    String filter = "\"filter\":{\"state\":\"scheduled\",\"type\":\"mail\"}";

    Reply dry = act("dry", "{\"action\":\"cancel\"," + filter + ",\"dryRun\":true}");

    assertThat(dry.member("matched")).isEqualTo("2");
    assertThat(texts(dry.json().path("ids"))).containsExactlyInAnyOrder("a", "c");
    assertThat(dry.json().has("done")).isFalse();
    assertThat(state("dry", "a")).isEqualTo("scheduled");
    assertThat(act("dry", "{\"action\":\"cancel\"," + filter + "}").member("done")).isEqualTo("2");
    assertThat(List.of(state("dry", "a"), state("dry", "b"), state("dry", "c")))
        .containsExactly("cancelled", "scheduled", "cancelled");
  }

  @ParameterizedTest
  @CsvSource({
    "delete, scheduled, 7",
    "run-now, scheduled, 1",
    "cancel, ready, 3",
    "delete, ready, 5",
    "delete, cancelled, 2",
    "delete, cancelled, 200"
  })
  void goesThroughAllThatMatchPageByPageAndLeavesNoneOut(String action, String state, int limit) {
    String queue = action + "-" + state + "-" + limit;
    Set<String> wanted = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      String type = i % 3 == 0 ? "print" : "mail";
      inState(queue, "t" + i, type, state);
      if (type.equals("mail")) {
        wanted.add("t" + i);
      }
    }
    String filter = "\"filter\":{\"state\":\"" + state + "\",\"type\":\"mail\"}";
    int done = 0;
    String cursor = "";
    do {
      Reply reply =
          act(
              queue,
              "{\"action\":\"%s\",%s,\"limit\":%d%s}".formatted(action, filter, limit, cursor));
      assertThat(reply.json().path("failed").isEmpty()).as(reply.text()).isTrue();
      assertThat(reply.json().path("matched").asInt()).isLessThanOrEqualTo(limit);
      done += reply.json().path("done").asInt();
      JsonNode next = reply.json().path("nextCursor");
      cursor = next.isMissingNode() ? "" : ",\"cursor\":" + next;
    } while (!cursor.isEmpty());

    assertThat(done).isEqualTo(wanted.size());
    String left = HTTP.get("/v1/queues/" + queue + "/tasks?state=" + state).text();
    assertThat(left).doesNotContain("\"mail\"").contains("\"print\"");
  }

  @Test
  void listsBeginWithTheOldestWhereThatIsAskedFor() {
    for (int i = 0; i < 5; i++) {
      HTTP.enqueue("ordered", "{\"type\":\"mail\",\"id\":\"r" + i + "\"}");
      HTTP.enqueue(
          "ordered", "{\"type\":\"mail\",\"id\":\"s%d\",\"delay\":\"%dh\"}".formatted(i, 9 - i));
    }
    assertThat(listed("state=ready&order=oldest&limit=2"))
        .containsExactly("r0", "r1", "r2", "r3", "r4");
    assertThat(listed("state=scheduled&order=oldest&limit=2"))
        .containsExactly("s4", "s3", "s2", "s1", "s0");
    assertThat(listed("state=scheduled&order=newest&limit=2"))
        .containsExactly("s0", "s1", "s2", "s3", "s4");
    Reply wrong = HTTP.get("/v1/queues/ordered/tasks?state=ready&order=random");
    Problems.check(wrong, 422, "validation_failed");
    assertThat(wrong.member("detail")).contains("order must be newest or oldest, is 'random'");
  }

  @Test
  void errorsAreGroupedByTheTypeOfTheTask() {
    for (int i = 0; i < 3; i++) {
      String once = "\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1}";
      HTTP.enqueue("demo", "{\"type\":\"demo.fail\"," + once + "}", "Prefer", "wait=20");
    }
    Reply byType = HTTP.get("/v1/queues/demo/errors?by=type&state=dead");
    assertThat(byType.json().at("/items/0/taskType").asString()).isEqualTo("demo.fail");
    assertThat(byType.json().at("/items/0/dead").asInt()).isEqualTo(3);
    assertThat(byType.json().at("/items/0").has("type")).isFalse();
    Reply both = HTTP.get("/v1/queues/demo/errors?by=type,error");
    assertThat(both.json().at("/items/0/taskType").asString()).isEqualTo("demo.fail");
    assertThat(both.json().at("/items/0/type").asString()).contains("IllegalStateException");
    assertThat(HTTP.get("/v1/queues/demo/errors?state=retrying").json().path("items").isEmpty())
        .isTrue();
    Problems.check(HTTP.get("/v1/queues/demo/errors?by=colour"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues/demo/errors?state=ready"), 422, "validation_failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ids\":[\"a\"]}|/action|action is required",
        "{\"action\":\"explode\",\"ids\":[\"a\"]}|/action|one of retry, run-now, cancel, delete",
        "{\"action\":\"retry\"}||either ids or filter",
        "{\"action\":\"retry\",\"ids\":[\"a\"],\"filter\":{\"state\":\"dead\"}}||either ids or"
            + " filter",
        "{\"action\":\"retry\",\"ids\":[]}|/ids|ids must be 1 to 200, are 0",
        "{\"action\":\"retry\",\"ids\":[\"a\",\"\"]}|/ids/1|task id",
        "{\"action\":\"retry\",\"ids\":[\"a\"],\"dryRun\":true}|/dryRun|only taken with a filter",
        "{\"action\":\"retry\",\"ids\":[\"a\"],\"cursor\":\"x\"}|/cursor|only taken with a filter",
        "{\"action\":\"retry\",\"filter\":{}}|/filter/state|filter.state is required",
        "{\"action\":\"retry\",\"filter\":{\"state\":\"gone\"}}|/filter/state|one of scheduled",
        "{\"action\":\"retry\",\"filter\":{\"state\":\"dead\",\"type\":\"a b\"}}|/filter/type|task"
            + " type 'a b'",
        "{\"action\":\"retry\",\"filter\":{\"state\":\"dead\"},\"limit\":201}|/limit|1 to 200, is"
            + " 201",
        "{\"action\":\"retry\",\"filter\":{\"state\":\"dead\"},\"cursor\":\"x\"}|/cursor|does not"
            + " belong",
        "{\"action\":\"retry\",\"filter\":{\"state\":\"dead\"},\"dryrun\":true}|/dryrun|did you"
            + " mean dryRun",
      })
  void saysWhatIsWrong(String body, @Nullable String pointer, String detail) {
    later("wrong", "a", "mail");
    Reply reply = act("wrong", body);
    Problems.check(reply, 422, "validation_failed");
    JsonNode error = reply.json().at("/errors/0");
    assertThat(error.path("pointer").asString()).isEqualTo(pointer == null ? "" : pointer);
    assertThat(error.path("detail").asString()).contains(detail);
  }

  @Test
  void aCursorOfAnotherFilterIsTold() {
    IntStream.range(0, 3).forEach(i -> later("cursors", "t" + i, "mail"));
    String of =
        "{\"action\":\"cancel\",\"dryRun\":true,\"limit\":1,\"filter\":{\"state\":\"%s\"}%s}";
    String cursor = act("cursors", of.formatted("scheduled", "")).member("nextCursor");
    String with = ",\"cursor\":\"" + cursor + "\"";
    assertThat(act("cursors", of.formatted("scheduled", with)).status()).isEqualTo(200);
    Problems.check(act("cursors", of.formatted("dead", with)), 422, "validation_failed");
  }

  @Test
  void aQueueThatIsNotThereIsToldAndNotMade() {
    Problems.check(act("nowhere", "{\"action\":\"retry\",\"ids\":[\"a\"]}"), 404, "unknown_queue");
    assertThat(HTTP.get("/v1/queues/nowhere").status()).isEqualTo(404);
  }

  private static List<String> listed(String query) {
    List<String> ids = new ArrayList<>();
    String path = "/v1/queues/ordered/tasks?" + query;
    for (Reply page = HTTP.get(path); ; ) {
      page.json().path("items").forEach(task -> ids.add(task.path("id").asString()));
      JsonNode next = page.json().path("nextCursor");
      if (next.isMissingNode()) {
        return ids;
      }
      page = HTTP.get(path + "&cursor=" + next.asString());
    }
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static Reply act(String queue, String body) {
    return HTTP.post("/v1/queues/" + queue + "/act", body);
  }

  private static void inState(String queue, String id, String type, String state) {
    if (state.equals("ready")) {
      HTTP.enqueue(queue, "{\"type\":\"%s\",\"id\":\"%s\"}".formatted(type, id));
    } else {
      later(queue, id, type);
    }
    if (state.equals("cancelled")) {
      cancel(queue, id);
    }
  }

  private static void later(String queue, String id, String type) {
    HTTP.enqueue(queue, "{\"type\":\"%s\",\"id\":\"%s\",\"delay\":\"1h\"}".formatted(type, id));
  }

  private static void cancel(String queue, String id) {
    assertThat(HTTP.post("/v1/queues/" + queue + "/tasks/" + id + "/cancel").status())
        .isEqualTo(200);
  }

  private static String state(String queue, String id) {
    return HTTP.get("/v1/queues/" + queue + "/tasks/" + id).member("state");
  }
}
