package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.Worker;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A Redis of 40 MB, tasks of 20 KB, and a retention that they do not fit into. */
@Timeout(120)
class FullRedisTest {
  private static final int TASKS = 3_000;
  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("fill");
  private static final String TASK =
      "{\"type\":\"fill\",\"payload\":\"" + "x".repeat(20_000) + "\"}";

  @Test
  void whatIsKeptYieldsBeforeAnEnqueueIsRefused() {
    try (TestGateway gateway = TestGateway.start()) {
      limitMemory(gateway);
      Worker worker =
          gateway
              .sluice()
              .worker("fill")
              .concurrency(64)
              .handle(TYPE, task -> Mono.empty())
              .start();
      Http http = gateway.http();

      for (int i = 0; i < TASKS; i++) {
        assertThat(http.enqueue("fill", TASK).status()).as("enqueue %d", i).isEqualTo(202);
      }

      JsonNode queue = http.get("/v1/queues/fill").json();
      assertThat(queue.path("totals").path("accepted").asInt()).isEqualTo(TASKS);
      assertThat(queue.path("counts").path("succeeded").asInt()).isLessThan(2_000);
      worker.stop(Duration.ZERO).block(Duration.ofSeconds(10));
    }
  }

  private static void limitMemory(TestGateway gateway) {
    RedisClient client = RedisClient.create(gateway.redis().uri());
    try (StatefulRedisConnection<String, String> redis = client.connect()) {
      redis.sync().configSet("maxmemory-policy", "noeviction");
      redis.sync().configSet("maxmemory", "40mb");
    } finally {
      client.shutdown();
    }
  }
}
