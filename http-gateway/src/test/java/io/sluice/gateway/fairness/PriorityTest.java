package io.sluice.gateway.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class PriorityTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  private Claims queue;

  @BeforeEach
  void newQueue(TestInfo test) {
    queue = new Claims(HTTP, test.getTestMethod().orElseThrow().getName());
    queue.settings("{}");
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void tasksOfEachPriorityThatWereEnqueuedWhilePausedRunInOrder() {
    HTTP.post(queue.at() + "/pause");
    String lines =
        IntStream.of(3, 0, 9, 4, 7, 1, 5, 8, 2, 6)
            .mapToObj(p -> "{\"type\":\"work\",\"id\":\"p" + p + "\",\"priority\":" + p + "}")
            .collect(Collectors.joining("\n"));
    HTTP.postAs("application/x-ndjson", queue.at() + "/tasks", lines);
    HTTP.post(queue.at() + "/resume");

    assertThat(queue.claimed(10))
        .containsExactly("p9", "p8", "p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0");
  }

  @Test
  void aViewShowsThePriorityAndTheGroup() {
    Reply plain = queue.enqueue("plain", "");
    Reply both = queue.enqueue("both", ",\"priority\":7,\"group\":\"tenant-7\"");
    queue.enqueue("later", ",\"priority\":0,\"group\":\"tenant-8\",\"delay\":\"1h\"");

    assertThat(plain.json().path("priority").asInt()).isEqualTo(4);
    assertThat(plain.json().has("group")).isFalse();
    for (JsonNode shown : List.of(both.json(), queue.task("both").json())) {
      assertThat(shown.path("priority").asInt()).isEqualTo(7);
      assertThat(shown.path("group").asString()).isEqualTo("tenant-7");
    }
    assertThat(queue.task("plain").json().path("priority").asInt()).isEqualTo(4);
    assertThat(queue.task("later").json().path("priority").asInt()).isZero();
    assertThat(queue.task("later").member("group")).isEqualTo("tenant-8");
    assertThat(queue.task("both").header("ETag")).isEqualTo(both.header("ETag"));
    queue.claim(2).json().path("tasks").forEach(PriorityTest::isAsEnqueued);
  }

  private static void isAsEnqueued(JsonNode claimed) {
    boolean both = claimed.path("id").asString().equals("both");
    assertThat(claimed.path("priority").asInt()).isEqualTo(both ? 7 : 4);
    assertThat(claimed.has("group")).isEqualTo(both);
  }

  @Test
  void aWaitingTaskGetsAnotherPriority() {
    queue.enqueue("low", ",\"priority\":1");
    queue.enqueue("plain", "");
    queue.enqueue("other", "");
    queue.enqueue("later", ",\"delay\":\"1h\"");

    Reply before = queue.task("low");
    Reply low = prioritize("low", 9);

    assertThat(low.status()).isEqualTo(200);
    assertThat(low.json().path("priority").asInt()).isEqualTo(9);
    assertThat(low.header("ETag")).isNotEqualTo(before.header("ETag"));
    assertThat(prioritize("other", 6).json().path("priority").asInt()).isEqualTo(6);
    assertThat(prioritize("later", 8).json().path("priority").asInt()).isEqualTo(8);
    assertThat(prioritize("later", 8).member("state")).isEqualTo("scheduled");
    HTTP.post(queue.at() + "/tasks/later/run-now");
    assertThat(queue.claimed(10)).containsExactly("low", "later", "other", "plain");
  }

  @Test
  void theOneThatRunsOrHasEndedKeepsItsPriority() {
    queue.enqueue("a", "");
    Reply claim = queue.claim(1);

    Reply running = prioritize("a", 9);
    queue.settle(claim, "\"outcome\":\"succeed\"");
    Reply ended = prioritize("a", 9);

    for (Reply refused : List.of(running, ended)) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.member("code")).isEqualTo("state_conflict");
      assertThat(refused.member("detail")).startsWith("prioritize of task a in queue ");
    }
    assertThat(queue.task("a").json().path("priority").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}|priority is required",
        "{\"priority\":10}|priority must be 0 to 9, is 10",
        "{\"priority\":\"7\"}|priority must be a whole number in the range of 32 bits, is '7'",
      })
  void aPriorityThatWillNotDoIsRefused(String body, String detail) {
    queue.enqueue("a", "");

    Reply refused = HTTP.post(queue.at() + "/tasks/a/priority", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/priority");
    assertThat(refused.json().at("/errors/0/detail").asString()).isEqualTo(detail);
    assertThat(HTTP.post(queue.at() + "/tasks/nobody/priority", "{\"priority\":7}").member("code"))
        .isEqualTo("unknown_task");
  }

  @Test
  void theTasksOfAScheduleHaveItsPriorityAndItsGroup() {
    HTTP.put(
        "/v1/schedules/nightly",
        "{\"every\":\"1h\",\"queue\":\"%s\",\"task\":{\"type\":\"work\",\"priority\":2,\"group\":\"g\"}}"
            .formatted(queue.queue()));

    Reply fired = HTTP.post("/v1/schedules/nightly/trigger");

    JsonNode task = HTTP.get(fired.header("Location")).json();
    assertThat(task.path("priority").asInt()).isEqualTo(2);
    assertThat(task.path("group").asString()).isEqualTo("g");
    JsonNode shown = HTTP.get("/v1/schedules/nightly").json().path("task");
    assertThat(shown.path("priority").asInt()).isEqualTo(2);
    assertThat(shown.path("group").asString()).isEqualTo("g");
  }

  private Reply prioritize(String id, int priority) {
    return HTTP.post(queue.at() + "/tasks/" + id + "/priority", "{\"priority\":" + priority + "}");
  }
}
