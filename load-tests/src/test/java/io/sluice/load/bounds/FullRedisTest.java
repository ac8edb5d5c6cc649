package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.server.Gateway;
import io.sluice.load.target.RedisLink;
import io.sluice.metrics.EngineCounters;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Redis reaches its {@code maxmemory} with tasks in it: enqueues are told so, workers drain it, and
 * then enqueues are taken again, with nothing restarted and nothing lost. {@code
 * -Dfull.tasks=200000} makes it large.
 */
@Tag("scaled")
class FullRedisTest {
  private static final int TASKS = Integer.getInteger("full.tasks", 5_000);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration DRAINED = Duration.ofSeconds(20 + TASKS / 1_000);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /**
   * An idle worker that is refused to wait in Redis waits for words and polls, and asks again every
   * six seconds.
   */
  private static final double REFUSALS_A_SECOND = 2;

  private static final int MOST_THAT_FIT = 10_000;
  private static final int REFUSALS = 2;
  private static final String BACKLOG = "backlog";
  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("fill");
  private static final Pattern BLMOVE = Pattern.compile("cmdstat_blmove:.*rejected_calls=(\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> ran = ConcurrentHashMap.newKeySet();

  @Test
  void aFullRedisIsDrainedAndThenTakesTasksAgain() throws Exception {
    EngineCounters counters = new EngineCounters();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        RedisLink link = RedisLink.connect(redis.uri());
        Sluice sluice = Sluice.builder(config(redis)).listener(counters).connect()) {
      Gateway gateway =
          Objects.requireNonNull(
              Gateway.start(sluice, counters, "127.0.0.1", 0).block(SOON), "a gateway");
      try {
        sluice.worker("idle").handle(TYPE, task -> Mono.empty()).start();
        fill(sluice);
        set(link, "maxmemory-policy", "noeviction");
        set(link, "maxmemory", usedMemory(link));

        int tasks = TASKS + fillUp(gateway);
        // Buffers that are given back must not make room for a while.
        set(link, "maxmemory", String.valueOf(Long.parseLong(usedMemory(link)) * 19 / 20));
        assertIdleWorkerIsPatient(link, sluice);
        long began = System.nanoTime();
        sluice.worker(BACKLOG).concurrency(64).handle(TYPE, task -> run(task.id().value())).start();
        drained(sluice, tasks);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        eventually(SOON, Mono.fromCallable(() -> enqueue(gateway).statusCode()), is(202));
        QueueView view = drained(sluice, tasks + 1);
        assertThat(view.totals().reaped() + view.totals().released()).isZero();
        assertThat(ran).hasSize(tasks + 1);
        Ledger ledger = Objects.requireNonNull(sluice.queues().audit(BACKLOG).block(SOON));
        assertThat(ledger.balanced()).as("ledger %s", ledger).isTrue();
        System.out.printf("full Redis: %,d tasks drained in %s ms%n", tasks, took.toMillis());
      } finally {
        gateway.stop(Duration.ofSeconds(1)).block(SOON);
      }
    }
  }

  private static SluiceConfig config(EmbeddedRedis redis) {
    return SluiceConfig.of(redis.uri()).withRetention(Retention.NONE);
  }

  private static void fill(Sluice sluice) {
    sluice
        .enqueueAll(BACKLOG, Flux.range(0, TASKS).map(i -> TYPE.with(new byte[200]).correlate(i)))
        .blockLast(DRAINED);
    assertThat(view(sluice).counts().ready()).isEqualTo(TASKS);
  }

  /** Buffers come and go: takes what still fits, until the first is refused; answers how many. */
  private int fillUp(Gateway gateway) throws Exception {
    int taken = 0;
    HttpResponse<String> response = enqueue(gateway);
    while (response.statusCode() == 202 && taken < MOST_THAT_FIT) {
      taken++;
      response = enqueue(gateway);
    }
    assertRefused(response);
    return taken;
  }

  private Mono<byte[]> run(String id) {
    ran.add(id);
    return Mono.empty();
  }

  private static void assertRefused(HttpResponse<String> response) {
    JsonNode problem = JsonMapper.shared().readTree(response.body());
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(problem.path("code").asString()).isEqualTo("redis_out_of_memory");
    assertThat(problem.path("status").asInt()).isEqualTo(503);
    assertThat(problem.path("retryable").asBoolean()).isTrue();
  }

  /** Redis refuses BLMOVE too: its worker lives on, and does not ask all the time. */
  private static void assertIdleWorkerIsPatient(RedisLink link, Sluice sluice) {
    long before = blmovesRefused(link);
    long began = System.nanoTime();
    eventually(
        SOON,
        Mono.fromCallable(() -> blmovesRefused(link) - before),
        refused -> refused >= REFUSALS);
    double seconds = (System.nanoTime() - began) / 1e9;

    assertThat(REFUSALS / seconds).isLessThan(REFUSALS_A_SECOND);
    Health health = Objects.requireNonNull(sluice.health().block(SOON));
    assertThat(health.ready()).as("%s", health).isTrue();
  }

  private static QueueView drained(Sluice sluice, int tasks) {
    return eventually(
        DRAINED,
        Mono.fromCallable(() -> view(sluice)),
        view -> view.totals().succeeded() == tasks && view.counts().running() == 0);
  }

  private static QueueView view(Sluice sluice) {
    return Objects.requireNonNull(sluice.queues().find(BACKLOG).block(SOON));
  }

  private HttpResponse<String> enqueue(Gateway gateway) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/queues/" + BACKLOG + "/tasks"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"type\":\"fill\",\"payload\":1}"))
            .build(),
        BodyHandlers.ofString());
  }

  private static void set(RedisLink link, String name, String value) {
    link.commands().configSet(name, value).block(SOON);
  }

  private static String usedMemory(RedisLink link) {
    Matcher used = Pattern.compile("used_memory:(\\d+)").matcher(info(link, "memory"));
    assertThat(used.find()).isTrue();
    return used.group(1);
  }

  private static long blmovesRefused(RedisLink link) {
    Matcher refused = BLMOVE.matcher(info(link, "commandstats"));
    return refused.find() ? Long.parseLong(refused.group(1)) : 0;
  }

  private static String info(RedisLink link, String section) {
    return Objects.requireNonNull(link.commands().info(section).block(SOON));
  }

  private static Predicate<Integer> is(int expected) {
    return actual -> actual == expected;
  }

  private static <T> T eventually(Duration within, Mono<T> look, Predicate<? super T> fits) {
    return Objects.requireNonNull(
        look.subscribeOn(Schedulers.boundedElastic()) // looks block
            .repeatWhen(ends -> ends.delayElements(LOOK_EVERY))
            .filter(fits)
            .next()
            .block(within));
  }
}
