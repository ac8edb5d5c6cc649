package io.sluice.gateway.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class HistoryTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void showsAQueueInColumns() {
    for (int i = 0; i < 5; i++) {
      HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}");
    }
    JsonNode history = history("?queue=demo&step=1s");
    while (sum(history, "succeeded") < 5 || sum(history.path("run"), "count") < 5) {
      history = history("?queue=demo&step=1s");
    }

    assertThat(sum(history, "enqueued")).isEqualTo(5);
    assertThat(sum(history, "failed")).isZero();
    assertThat(history.path("queue").asString()).isEqualTo("demo");
    assertThat(history.path("step").asString()).isEqualTo("PT1S");
    assertThat(history.path("points").asInt()).isEqualTo(300);
    assertThat(history.path("from").asString()).endsWith(".000Z");
    for (String column : new String[] {"enqueued", "dead", "backlog", "running"}) {
      assertThat(history.path(column)).hasSize(300);
    }
    assertThat(history.path("backlog").path(299).isNumber()).isTrue();
    assertThat(history.path("wait").path("p99Ms")).hasSize(300);
  }

  @Test
  void showsAllQueuesTogetherAndOnlyTheNewestSteps() {
    HTTP.enqueue("other", "{\"type\":\"later\",\"delay\":\"1h\"}");
    JsonNode history = history("?step=1m&points=3");
    while (sum(history, "enqueued") == 0) {
      history = history("?step=1m&points=3");
    }

    assertThat(history.path("points").asInt()).isEqualTo(3);
    assertThat(history.has("queue")).isFalse();
    assertThat(history("").path("step").asString()).isEqualTo("PT10S");
    assertThat(history("").path("points").asInt()).isEqualTo(360);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(HTTP.get("/v1/history?step=5s").member("code")).isEqualTo("validation_failed");
    assertThat(HTTP.get("/v1/history?step=1s&points=301").status()).isEqualTo(422);
    assertThat(HTTP.get("/v1/history?queue=dem").member("code")).isEqualTo("unknown_queue");
    assertThat(HTTP.get("/v1/history?queue=a%20b").member("code")).isEqualTo("unknown_queue");
  }

  private static JsonNode history(String query) {
    Reply reply = HTTP.get("/v1/history" + query);
    assertThat(reply.status()).isEqualTo(200);
    return reply.json();
  }

  private static long sum(JsonNode of, String column) {
    return StreamSupport.stream(of.path(column).spliterator(), false)
        .mapToLong(JsonNode::asLong)
        .sum();
  }
}
