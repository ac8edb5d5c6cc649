package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ShowResultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] NO_JSON = {(byte) 0xff, 0, 7};
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void givesTheResultAsItIs() {
    String location = ended("{\"type\":\"demo.echo\",\"payload\":{ \"a\": 1.50 }}");
    Reply reply = HTTP.get(location + "/result");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.text()).isEqualTo("{ \"a\": 1.50 }");
  }

  @Test
  void givesNullWhereTheHandlerGaveNone() {
    String location = ended("{\"type\":\"demo.sleep\",\"payload\":{\"ms\":1}}");

    assertThat(HTTP.get(location + "/result").text()).isEqualTo("null");
    assertThat(HTTP.get(location).json().get("result").isNull()).isTrue();
  }

  @Test
  void givesBytesThatAreNoJsonAsBytes() {
    TaskType<byte[], byte[]> type = TaskType.raw("bytes");
    GATEWAY.sluice().worker("binary").handle(type, task -> Mono.just(NO_JSON)).start();
    Reply ended = HTTP.enqueue("binary", "{\"type\":\"bytes\"}", "Prefer", "wait=20");
    Reply result = HTTP.get(ended.header("Location") + "/result");

    assertThat(ended.member("result")).isEqualTo("/wAH");
    assertThat(result.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(result.body()).isEqualTo(NO_JSON);
  }

  @Test
  void saysWhenToComeBackWhileThereIsNone() {
    Reply enqueued = HTTP.enqueue("q", "{\"type\":\"a\",\"delay\":\"1h\"}");
    Reply reply = HTTP.get(enqueued.header("Location") + "/result");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.member("state")).isEqualTo("scheduled");
  }

  @Test
  void saysWhyThereWillBeNoneOfADeadTask() {
    String location =
        ended("{\"type\":\"demo.fail\",\"payload\":{\"times\":1},\"retry\":{\"maxAttempts\":1}}");
    Reply reply = HTTP.get(location + "/result");

    Problems.check(
        new Reply(
            reply.status(),
            reply.headers(),
            reply
                .text()
                .replace("IllegalStateException", "")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        409,
        "task_dead");
    assertThat(reply.member("detail")).contains("fails on request, 1 of 1");
  }

  @Test
  void saysWhyThereWillBeNoneOfACancelledTask() {
    Reply enqueued = HTTP.enqueue("q", "{\"type\":\"a\",\"delay\":\"1h\"}");
    GATEWAY.sluice().tasks().cancel("q", enqueued.member("id")).block(PATIENCE);

    Problems.check(HTTP.get(enqueued.header("Location") + "/result"), 409, "task_cancelled");
  }

  @Test
  void doesNotKnowATaskThatWasNeverEnqueued() {
    Problems.check(HTTP.get("/v1/queues/q/tasks/nope/result"), 404, "unknown_task");
  }

  private static String ended(String body) {
    Reply reply = HTTP.enqueue("demo", body, "Prefer", "wait=20");
    assertThat(reply.status()).isEqualTo(200);
    return reply.header("Location");
  }
}
