package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class OperationsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void saysWhatItIsAndWhatItTakes() {
    Reply info = HTTP.get("/v1/info");

    assertThat(info.member("name")).isEqualTo("sluice");
    assertThat(info.member("version")).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    assertThat(info.json().path("limits").path("payloadBytes").asInt()).isEqualTo(262_144);
    assertThat(info.json().path("limits").path("bodyBytes").asInt()).isEqualTo(1_048_576);
    assertThat(info.json().path("limits").path("waitSeconds").asInt()).isEqualTo(60);
  }

  @Test
  void isLiveAndReady() {
    Reply ready = HTTP.get("/readyz");

    assertThat(HTTP.get("/livez").status()).isEqualTo(200);
    assertThat(ready.text()).startsWith("{\"ready\":true,\"reasons\":[],\"redis\":\"ok\"");
    assertThat(ready.status()).isEqualTo(200);
  }

  @Test
  void saysHowRedisIs() {
    JsonNode server = HTTP.get("/v1/redis").json().at("/servers/0");

    assertThat(server.path("answers").asBoolean()).isTrue();
    assertThat(server.path("product").asString()).isEqualTo("Redis");
    assertThat(server.path("version").asString()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
    assertThat(server.path("role").asString()).isEqualTo("master");
    assertThat(server.path("memoryBytes").asLong()).isGreaterThan(100_000);
    assertThat(server.path("clients").asInt()).isPositive();
    assertThat(server.has("commandsPerSecond") && server.has("uptimeSeconds")).isTrue();
    assertThat(server.has("place") || server.has("maxMemoryBytes")).isFalse();
  }

  @Test
  void givesItsMetricsToPrometheus() {
    HTTP.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}", "Prefer", "wait=20");
    HTTP.get("/no/such/path");
    Reply metrics = HTTP.get("/metrics");

    assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.text())
        .contains("sluice_engine_tasks_settled_total 1.0")
        .contains("sluice_queue_tasks{queue=\"demo\",state=\"succeeded\"} 1.0")
        .contains("sluice_audit_imbalance{queue=\"demo\"} 0.0")
        .contains("sluice_queue_workers{queue=\"demo\"} 1.0")
        .contains("sluice_queue_ledger{entry=\"accepted\",queue=\"demo\"} 1.0")
        .contains("sluice_queue_paused{queue=\"demo\"} 0.0")
        .contains("sluice_redis_connected 1.0")
        .contains("sluice_loop_late{loop=\"claim\"} 0.0")
        .contains("sluice_loop_age_seconds{loop=\"watch\"}")
        .containsPattern("sluice_http_connections [1-9]")
        .contains("sluice_http_connections_max 2000.0")
        .contains("jvm_memory_used_bytes{", "process_files_open_files", "process_cpu_usage")
        .contains(
            "sluice_http_requests_seconds_bucket{method=\"POST\","
                + "route=\"/v1/queues/{queue}/tasks\",status=\"200\",le=\"10.0\"} 1")
        .contains("sluice_queue_oldest_ready_age_seconds{queue=\"demo\"}")
        .contains(
            "sluice_http_requests_seconds_count{method=\"POST\","
                + "route=\"/v1/queues/{queue}/tasks\",status=\"200\"} 1")
        .contains(
            "sluice_http_requests_seconds_count{method=\"other\",route=\"none\","
                + "status=\"404\"}");
  }

  @ParameterizedTest
  @EnumSource(ProblemCode.class)
  void explainsEachProblemCode(ProblemCode code) {
    Reply page = HTTP.get("/problems/" + code.wireName());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/plain");
    assertThat(page.text()).contains(code.wireName(), code.title(), code.advice());
  }

  @Test
  void doesNotExplainACodeThatIsNone() {
    Problems.check(HTTP.get("/problems/whatever"), 404, "not_found");
  }
}
