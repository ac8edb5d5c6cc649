package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that are not kept: whoever waits for them or follows is told them. */
@Timeout(120)
class UnkeptResultTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String RETENTION = ",\"retention\":\"0s\"";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** By an option of each task, or by a setting of its queue. */
  private static String option(String by) {
    if (by.equals("task")) {
      return RETENTION;
    }
    GATEWAY
        .sluice()
        .queues()
        .configure("demo", new QueueSettings(null, null, 0L, null))
        .block(PATIENCE);
    return "";
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "queue"})
  void anEnqueueThatWaitsIsAnsweredWithTheResult(String by) {
    String option = option(by);
    for (int i = 0; i < 50; i++) {
      Reply reply =
          HTTP.enqueue(
              "demo",
              "{\"type\":\"demo.echo\",\"payload\":" + i + option + "}",
              "Prefer",
              "wait=20");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.member("state")).isEqualTo("succeeded");
      assertThat(reply.json().path("result").asInt()).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "queue"})
  void aLookAtTheResultThatWaitsIsAnsweredWithIt(String by) {
    String location = delayed(option(by));

    CompletableFuture<Reply> waiting = HTTP.getLater(location + "/result", "Prefer", "wait=20");

    assertThat(waiting.join().status()).isEqualTo(200);
    assertThat(waiting.join().text()).isEqualTo("\"x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "queue"})
  void aFollowerIsToldTheEndWithTheResult(String by) {
    String events = HTTP.get(delayed(option(by)) + "/events").text();

    assertThat(events).contains("event: task.succeeded\n").contains("\"result\":\"x\"");
  }

  @Test
  void aFailureIsToldAsOneThoughTheLettersOfItAreNotKept() {
    Reply reply =
        HTTP.enqueue(
            "demo",
            "{\"type\":\"demo.fail\",\"payload\":{\"times\":1},\"retry\":{\"maxAttempts\":1}"
                + RETENTION
                + "}",
            "Prefer",
            "wait=20");

    assertThat(reply.member("state")).isEqualTo("dead");
    assertThat(reply.json().path("failure").path("message").asString()).contains("fails");
  }

  private static String delayed(String option) {
    return HTTP.enqueue(
            "demo", "{\"type\":\"demo.echo\",\"payload\":\"x\",\"delay\":\"1s\"" + option + "}")
        .header("Location");
  }
}
