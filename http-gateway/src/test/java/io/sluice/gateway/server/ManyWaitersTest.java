package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.SluiceProcess;
import io.sluice.task.enqueue.TaskType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Callers that all wait for their tasks at once, each on a connection of its own, at a server in a
 * process of its own. None of the tasks runs before all of them are waited for.
 *
 * <p>{@code -Dwaiters=10000} for the number that is promised; needs as many file descriptors on
 * both sides.
 */
@Tag("scaled")
class ManyWaitersTest {
  private static final int WAITERS = Integer.getInteger("waiters", 1_000);
  private static final long PATIENCE_SECONDS = 120;
  private static final long LOOK_EVERY_MILLIS = 100;

  private static final String QUEUE = "waited-for";

  private static final String BODY = "{\"type\":\"echo\",\"payload\":{\"n\":1}}";

  @Test
  @Timeout(180)
  void allAreAnsweredWhenTheirTasksEnd() throws Exception {
    String most = String.valueOf(WAITERS + 10);
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        SluiceProcess serve =
            SluiceProcess.start(
                "serve", "--port", "0", "--redis", redis.uri(), "--max-connections", most);
        Sluice engine = Sluice.connect(redis.uri())) {
      Http http = serve.http();
      ConnectionProvider connections =
          ConnectionProvider.builder("waiters").maxConnections(WAITERS).build();
      warmUp(http);
      long begun = System.nanoTime();
      Mono<Map<String, Long>> answered =
          Flux.range(0, WAITERS)
              .flatMap(i -> waitFor(HttpClient.create(connections).baseUrl(http.url())), WAITERS)
              .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
      CompletableFuture<Map<String, Long>> all = answered.toFuture();
      awaitAccepted(http, all);
      long accepted = System.nanoTime();
      String heap = heap(serve);
      engine.worker(QUEUE).handle(TaskType.raw("echo"), task -> Mono.just(task.payload())).start();

      assertThat(all.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .containsOnly(Map.entry("200 succeeded", (long) WAITERS));
      System.out.printf(
          "%,d waiters: taken in within %,d ms, answered within %,d ms after; server: %s%n",
          WAITERS, millis(begun, accepted), millis(accepted, System.nanoTime()), heap);
      connections.dispose();
    }
  }

  /**
   * A server that has just begun may take longer over its first batch than a caller is let wait.
   */
  private static void warmUp(Http http) {
    int good = 0;
    while (good < 50) {
      good = http.enqueue("warm", BODY).status() == 202 ? good + 1 : 0;
    }
  }

  /** Refused for now, as on a machine that is busy with something else, it comes again. */
  private static Mono<String> waitFor(HttpClient client) {
    return post(client)
        .filter(answer -> !answer.startsWith("503"))
        .repeatWhenEmpty(refusals -> refusals.delayElements(Duration.ofMillis(LOOK_EVERY_MILLIS)));
  }

  private static Mono<String> post(HttpClient client) {
    return client
        .headers(
            headers -> headers.add("Prefer", "wait=60").add("Content-Type", "application/json"))
        .post()
        .uri("/v1/queues/" + QUEUE + "/tasks")
        .send(ByteBufFlux.fromString(Mono.just(BODY)))
        .responseSingle(
            (head, body) ->
                body.asString(StandardCharsets.UTF_8)
                    .map(text -> head.status().code() + (succeeded(text) ? " succeeded" : text)))
        .onErrorResume(error -> Mono.just(error.toString()));
  }

  private static boolean succeeded(String view) {
    return view.contains("\"state\":\"succeeded\"") && view.contains("\"result\":{\"n\":1}");
  }

  private static void awaitAccepted(Http http, CompletableFuture<?> all) {
    int accepted = 0;
    while (accepted < WAITERS) {
      assertThat(all).isNotDone();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
      accepted = http.get("/v1/queues/" + QUEUE).json().path("totals").path("accepted").asInt(0);
    }
  }

  /** After a collection: what is really held. */
  private static String heap(SluiceProcess serve) throws IOException {
    String pid = String.valueOf(serve.pid());
    jcmd(pid, "GC.run");
    return jcmd(pid, "GC.heap_info").stream()
        .filter(line -> line.contains("used"))
        .map(String::strip)
        .collect(Collectors.joining("; "));
  }

  private static List<String> jcmd(String pid, String command) throws IOException {
    Process jcmd =
        new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", pid, command).start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static long millis(long from, long to) {
    return Duration.ofNanos(to - from).toMillis();
  }
}
