package io.sluice.gateway.api.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.tasks.EnqueueBody;
import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.QueueName;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Follow-ups of tasks over HTTP: enqueued with a task, or told with its success. */
@Timeout(60)
class FollowUpsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private final String queue = "follows-" + QUEUES.incrementAndGet();
  private final String at = "/v1/queues/" + queue;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aTaskThatSucceedsHandsOnWhatItWasEnqueuedWith() {
    HTTP.enqueue(
        queue,
        """
        {"type":"fetch","payload":1,"then":[
          {"withResult":true,"task":{"type":"store","then":[{"task":{"type":"tell","payload":3}}]}}]}
        """);
    assertThat(settle(claim(), "\"result\":{\"rows\":2}")).isEqualTo("settled");

    Reply second = claim();
    assertThat(task(second).path("type").asString()).isEqualTo("store");
    assertThat(task(second).path("payload").path("rows").asInt()).isEqualTo(2);
    assertThat(settle(second, null)).isEqualTo("settled");

    Reply third = claim();
    assertThat(task(third).path("type").asString()).isEqualTo("tell");
    assertThat(task(third).path("payload").asInt()).isEqualTo(3);
    assertThat(settle(third, null)).isEqualTo("settled");
    assertThat(task(claim()).isMissingNode()).isTrue();
  }

  @Test
  void aSuccessHandsOnWhatIsToldWithItOnceHoweverOftenItIsTold() {
    HTTP.enqueue(queue, "{\"type\":\"split\"}");
    Reply claimed = claim();
    String then =
        "\"then\":[{\"queue\":\"%s\",\"task\":{\"type\":\"part\",\"id\":\"p1\"}},".formatted(queue)
            + "{\"task\":{\"type\":\"part\",\"payload\":2,\"delay\":\"1h\"}}]";

    assertThat(settle(claimed, then)).isEqualTo("settled");
    assertThat(settle(claimed, then)).isEqualTo("replayed");

    JsonNode counts = HTTP.get(at).json().path("counts");
    assertThat(counts.path("ready").asInt()).isEqualTo(1);
    assertThat(counts.path("scheduled").asInt()).isEqualTo(1);
    assertThat(HTTP.get(at + "/tasks/p1").json().path("type").asString()).isEqualTo("part");
  }

  @Test
  void anOutcomeWhoseFollowUpsCannotBeTakenIsRefusedAlone() {
    HTTP.enqueue(queue, "{\"type\":\"split\",\"id\":\"a\"}");
    Reply claimed = claim();

    JsonNode typeless = result(claimed, "\"then\":[{\"task\":{}},{}]");
    assertThat(typeless.path("problem").path("errors").toString())
        .contains("/then/0/task/type")
        .contains("/then/1/task");
    JsonNode unique =
        result(claimed, "\"then\":[{\"task\":{\"type\":\"part\",\"unique\":{\"key\":\"k\"}}}]");
    assertThat(unique.path("status").asString()).isEqualTo("refused");

    assertThat(HTTP.get(at + "/tasks/a").json().path("state").asString()).isEqualTo("running");
    assertThat(settle(claimed, null)).isEqualTo("settled");
  }

  @Test
  void followUpsThatAreTooLargeTogetherLeaveTheTaskClaimed() {
    String half = "\"" + "x".repeat(150_000) + "\"";
    HTTP.enqueue(
        queue,
        "{\"type\":\"split\",\"id\":\"a\",\"then\":[{\"task\":{\"type\":\"part\",\"payload\":"
            + half
            + "}}]}");
    Reply claimed = claim();

    JsonNode result =
        result(claimed, "\"then\":[{\"task\":{\"type\":\"part\",\"payload\":" + half + "}}]");

    assertThat(result.path("status").asString()).isEqualTo("refused");
    assertThat(result.path("problem").path("detail").asString())
        .contains("follow-ups cannot be taken");
    assertThat(HTTP.get(at + "/tasks/a").json().path("state").asString()).isEqualTo("running");
  }

  @Test
  void anEnqueueNamesWhatIsWrongWithItsFollowUps() {
    Reply reply =
        HTTP.post(
            at + "/tasks",
            "{\"type\":\"a\",\"then\":[{\"task\":{\"type\":\"b\",\"then\":[{\"task\":{}}]}}]}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).contains("/then/0/task/then/0/task/type");
  }

  @Test
  void aFollowUpMayGoToAnotherQueueThatTheTokenMayReach() {
    String other = queue + "-next";
    HTTP.enqueue(queue, "{\"type\":\"split\"}");

    String then = "\"then\":[{\"queue\":\"" + other + "\",\"task\":{\"type\":\"part\"}}]";
    assertThat(settle(claim(), then)).isEqualTo("settled");

    Reply claimed = HTTP.post("/v1/queues/" + other + "/claims", "{\"wait\":\"20s\"}");
    assertThat(task(claimed).path("type").asString()).isEqualTo("part");
  }

  @Test
  void aFollowUpMayNotGoToAQueueThatTheTokenMayNotReach() {
    Reach ofNoOther = new Reach(QueueName.of("mine"), Caller.NOBODY);
    byte[] here = "{\"type\":\"a\",\"then\":[{\"task\":{\"type\":\"b\"}}]}".getBytes(UTF_8);
    byte[] there =
        ("{\"type\":\"a\",\"then\":[{\"task\":{\"type\":\"b\",\"then\":["
                + "{\"queue\":\"theirs\",\"task\":{\"type\":\"c\"}}]}}]}")
            .getBytes(UTF_8);

    assertThat(EnqueueBody.parse(ofNoOther, here).followUps()).hasSize(1);
    assertThatThrownBy(() -> EnqueueBody.parse(ofNoOther, there))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("queue must be one that the token may reach, is theirs");
  }

  private Reply claim() {
    return HTTP.post(at + "/claims", "{}");
  }

  private static JsonNode task(Reply claimed) {
    return claimed.json().path("tasks").path(0);
  }

  private String settle(Reply claimed, String more) {
    return result(claimed, more).path("status").asString();
  }

  private JsonNode result(Reply claimed, String more) {
    JsonNode task = task(claimed);
    return HTTP.post(
            at + "/claims/settle",
            ("{\"session\":\"%s\",\"claim\":{\"types\":[\"none\"]},"
                    + "\"outcomes\":[{\"id\":\"%s\",\"token\":\"%s\","
                    + "\"outcome\":\"succeed\"%s}]}")
                .formatted(
                    claimed.member("session"),
                    task.path("id").asString(),
                    task.path("token").asString(),
                    more == null ? "" : "," + more))
        .json()
        .path("results")
        .path(0);
  }
}
