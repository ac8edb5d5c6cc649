package io.sluice.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Worker;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Tasks that carry 250 KB: no answer has more of them than a caller and the gateway can bear. */
@Timeout(120)
class LargeTasksTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("large");
  private static final byte[] LARGE = ("\"" + "x".repeat(250_000) + "\"").getBytes(UTF_8);

  /** What an answer may bring, and as much again for one task more and the names in it. */
  private static final int MOST = 2 << 20;

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aListOfLargeResultsComesInManyPagesAndIsWhole() {
    int tasks = 200;
    enqueue("results", tasks, "1".getBytes(UTF_8));
    Worker worker =
        GATEWAY.sluice().worker("results").handle(TYPE, task -> Mono.just(LARGE)).start();
    awaitSucceeded("results", tasks);
    worker.stop(Duration.ZERO).block(PATIENCE);

    String path = "/v1/queues/results/tasks?state=succeeded&limit=200";
    Set<String> listed = new HashSet<>();
    String cursor = "";
    while (cursor != null) {
      Reply page = HTTP.get(path + cursor);
      assertThat(page.text().length()).isLessThan(MOST);
      page.json().path("items").forEach(task -> listed.add(task.path("id").asString()));
      JsonNode next = page.json().path("nextCursor");
      cursor = next.isString() ? "&cursor=" + next.asString() : null;
    }
    assertThat(listed).hasSize(tasks);

    List<String> wanted = listed.stream().limit(20).toList();
    Set<String> found = new HashSet<>();
    while (!wanted.isEmpty()) {
      Reply reply = HTTP.get("/v1/queues/results/tasks?ids=" + String.join(",", wanted));
      assertThat(reply.text().length()).isLessThan(MOST);
      assertThat(reply.json().path("missing")).isEmpty();
      reply.json().path("items").forEach(task -> found.add(task.path("id").asString()));
      wanted = strings(reply.json().path("left"));
    }
    assertThat(found).hasSize(20);
  }

  @Test
  void largeTasksOfAWorkerElsewhereComeInSeveralAnswersAndNobodyElseIsKeptWaiting()
      throws Exception {
    int tasks = 60;
    enqueue("elsewhere", tasks, LARGE);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<List<Integer>> others =
        CompletableFuture.supplyAsync(
            () -> {
              Http http = new Http(HTTP.url());
              List<Integer> statuses = new ArrayList<>();
              while (!over.get()) {
                statuses.add(http.enqueue("small", "{\"type\":\"a\",\"payload\":1}").status());
              }
              return statuses;
            });

    int answers = 0;
    Set<String> ran = new HashSet<>();
    String session = null;
    try {
      while (ran.size() < tasks) {
        String of = session == null ? "" : "\"session\":\"" + session + "\",";
        Reply claimed =
            HTTP.post("/v1/queues/elsewhere/claims", "{" + of + "\"max\":256,\"wait\":\"5s\"}");
        assertThat(claimed.status()).isEqualTo(200);
        assertThat(claimed.text().length()).isLessThan(MOST);
        session = claimed.member("session");
        answers++;
        List<String> outcomes = new ArrayList<>();
        for (JsonNode task : claimed.json().path("tasks")) {
          ran.add(task.path("id").asString());
          outcomes.add(
              "{\"id\":\"%s\",\"token\":\"%s\",\"outcome\":\"succeed\"}"
                  .formatted(task.path("id").asString(), task.path("token").asString()));
        }
        Reply settled =
            HTTP.post(
                "/v1/queues/elsewhere/claims/settle",
                "{\"session\":\""
                    + session
                    + "\",\"outcomes\":["
                    + String.join(",", outcomes)
                    + "]}");
        assertThat(settled.status()).isEqualTo(200);
      }
    } finally {
      over.set(true);
    }

    assertThat(others.get()).isNotEmpty().containsOnly(202);
    assertThat(answers).isGreaterThan(tasks * LARGE.length / MOST);
    assertThat(succeeded("elsewhere")).isEqualTo(tasks);
  }

  private static void enqueue(String queue, int count, byte[] payload) {
    Flux.range(0, count)
        .flatMap(i -> GATEWAY.sluice().enqueue(queue, TYPE.with(payload)), 8)
        .blockLast(PATIENCE);
  }

  private static void awaitSucceeded(String queue, int count) {
    GATEWAY
        .sluice()
        .queues()
        .find(queue)
        .repeatWhen(ends -> ends.delayElements(Duration.ofMillis(50)))
        .filter(view -> view.totals().succeeded() == count)
        .blockFirst(PATIENCE);
  }

  private static int succeeded(String queue) {
    return HTTP.get("/v1/queues/" + queue).json().path("totals").path("succeeded").asInt();
  }

  private static List<String> strings(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(one -> all.add(one.asString()));
    return all;
  }
}
