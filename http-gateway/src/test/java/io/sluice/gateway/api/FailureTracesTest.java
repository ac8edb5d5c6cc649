package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.access.Role;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What is told of failed attempts, and to whom. */
@Timeout(120)
class FailureTracesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TestTokens TOKENS = new TestTokens();
  private static final Map<Role, String> SECRETS =
      Arrays.stream(Role.values())
          .collect(Collectors.toMap(Function.identity(), role -> TOKENS.add(role.name(), role)));
  private static final TestGateway GATEWAY = TestGateway.start(TOKENS);

  @AfterAll
  static void stop() throws IOException {
    GATEWAY.close();
    TOKENS.close();
  }

  private static Http as(Role role) {
    return GATEWAY.http().as(SECRETS.get(role));
  }

  private static JsonNode failure(Http http, String path) {
    return http.get(path).json().path("failures").path(0);
  }

  @Test
  void aDeadTaskTellsWhenItRanAndAnOperatorSeesTheStackTrace() {
    TaskType<byte[], byte[]> type = TaskType.raw("boom");
    GATEWAY
        .sluice()
        .worker("traced")
        .handle(type, task -> Mono.error(new IllegalStateException("it broke")))
        .start();
    NewTask<byte[], byte[]> task =
        type.with(new byte[0]).id("a").retry(RetryPolicy.fixed(1, Duration.ofSeconds(1)));
    GATEWAY
        .sluice()
        .enqueueAwaited("traced", task)
        .flatMap(handle -> GATEWAY.sluice().tasks().await("traced", "a"))
        .block(PATIENCE);
    String path = "/v1/queues/traced/tasks/a";
    Http operator = as(Role.OPERATOR);

    Reply dead = operator.get(path);
    JsonNode failure = failure(operator, path);

    assertThat(dead.member("state")).isEqualTo("dead");
    assertThat(dead.member("startedAt")).isEqualTo(failure.path("startedAt").asString());
    assertThat(failure.path("durationMs").asLong(-1)).isNotNegative();
    assertThat(failure.path("worker").asString()).isNotEmpty();
    assertThat(failure.path("trace").asString())
        .startsWith("java.lang.IllegalStateException: it broke\n\tat ")
        .contains("FailureTracesTest");
    assertThat(failure(as(Role.ADMIN), path).has("trace")).isTrue();
    assertThat(failure(as(Role.VIEWER), path).has("trace")).isFalse();
    assertThat(failure(as(Role.PRODUCER), path).has("trace")).isFalse();
    assertThat(operator.get("/v1/queues/traced/tasks?state=dead").text()).doesNotContain("trace\"");
  }

  @Test
  void aWorkerElsewhereMayTellTheTraceToo() {
    Http operator = as(Role.OPERATOR);
    operator.enqueue("elsewhere", "{\"type\":\"x\",\"id\":\"a\"}");
    Reply claimed = operator.post("/v1/queues/elsewhere/claims", "{}");
    String token = claimed.json().path("tasks").path(0).path("token").asString();

    operator.post(
        "/v1/queues/elsewhere/claims/settle",
        "{\"session\":\""
            + claimed.member("session")
            + "\",\"outcomes\":[{\"id\":\"a\",\"token\":\""
            + token
            + "\",\"outcome\":\"bury\",\"failure\":{\"type\":\"ValueError\",\"message\":\"no\","
            + "\"trace\":\"Traceback:\\n  File x, line 1\"}}]}");

    JsonNode failure = failure(operator, "/v1/queues/elsewhere/tasks/a");
    assertThat(failure.path("trace").asString()).isEqualTo("Traceback:\n  File x, line 1");
    assertThat(failure.path("worker").asString()).isEqualTo(claimed.member("session"));
  }
}
