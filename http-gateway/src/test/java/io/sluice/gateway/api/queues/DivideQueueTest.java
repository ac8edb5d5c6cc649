package io.sluice.gateway.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DivideQueueTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void dividesAQueueAndShowsItsPartitions() {
    String at = "/v1/queues/orders";
    Problems.check(HTTP.put(at + "/partitions", "{\"partitions\":3}"), 404, "unknown_queue");
    Problems.check(HTTP.get(at + "/partitions"), 404, "unknown_queue");
    HTTP.enqueue("orders", "{\"type\":\"a\",\"delay\":\"1h\",\"group\":\"busy\"}");
    assertThat(HTTP.get(at + "/partitions").json().at("/items/0/buckets").asInt()).isEqualTo(1024);
    assertThat(HTTP.get(at).json().has("partitions")).isFalse();

    Reply divided = HTTP.put(at + "/partitions", "{\"partitions\":3}");

    assertThat(divided.status()).isEqualTo(200);
    assertThat(divided.member("partitions")).isEqualTo("3");
    assertThat(divided.member("dividing")).isEqualTo("false");
    assertThat(Walk.items(divided).stream().map(item -> item.path("partition").asString()))
        .containsExactly("orders", "orders/1", "orders/2");
    assertThat(Walk.items(divided).stream().mapToInt(item -> item.path("buckets").asInt()).sum())
        .isEqualTo(1024);
    assertThat(Walk.items(divided).get(0).path("staying").asInt()).isBetween(0, 1);
    assertThat(Walk.items(divided).get(0).at("/counts/scheduled").asInt()).isEqualTo(1);
    assertThat(HTTP.put(at + "/partitions", "{\"partitions\":3}").status()).isEqualTo(200);
    assertThat(HTTP.put(at + "/partitions", "{\"partitions\":4}").member("partitions"))
        .isEqualTo("4");
    assertThat(HTTP.get(at).member("partitions")).isEqualTo("4");
    Walk.refused(
        HTTP.put(at + "/partitions", "{\"partitions\":2}"),
        "/partitions",
        "can only be given more");
    Walk.refused(
        HTTP.put(at + "/partitions", "{\"partitions\":65}"), "/partitions", "must be 4 to 64");
    Walk.refused(HTTP.put(at + "/partitions", "{}"), "/partitions", "partitions is required");
    HTTP.put("/v1/queues/limited", "{\"maxConcurrency\":3}");
    Walk.refused(
        HTTP.put("/v1/queues/limited/partitions", "{\"partitions\":2}"),
        "/maxConcurrency",
        "cannot be set with several partitions");
  }

  @Test
  void refusesLimitsOfTheWholeQueue() {
    String at = "/v1/queues/ruled";
    HTTP.put(at, "{}");
    HTTP.put(at + "/partitions", "{\"partitions\":2}");
    assertThat(HTTP.put(at, "{\"retention\":\"2h\",\"groups\":{\"g\":{\"weight\":2}}}").status())
        .isEqualTo(200);
    Walk.refused(HTTP.put(at, "{\"maxBacklog\":7}"), "/maxBacklog", "several partitions");
    Walk.refused(
        HTTP.put(at, "{\"rateLimit\":{\"limit\":1,\"per\":\"1s\"}}"), "/rateLimit", "several");
  }
}
