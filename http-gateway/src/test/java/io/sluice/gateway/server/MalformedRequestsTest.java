package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.http.Timeouts;
import io.sluice.gateway.support.Http;
import io.sluice.metrics.EngineCounters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is no request, as it should be or at all. {@code -Dmalformed=10000} sends so many, and
 * compares how long good requests take meanwhile; {@code -Dmalformed.seed} sends others.
 */
@Timeout(300)
@Tag("scaled")
class MalformedRequestsTest {
  private static final int REQUESTS = Integer.getInteger("malformed", 1_000);
  private static final long SEED = Long.getLong("malformed.seed", 1);
  private static final int ENOUGH_TO_COMPARE = 10_000;
  private static final int AT_ONCE = 8;
  private static final int GOOD_ALONE = 3_000;

  /** Short, since every request without an end is waited for. */
  private static final Duration SHORT = Duration.ofMillis(250);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  private static final Sluice SLUICE = Sluice.connect(REDIS.uri());
  private static final Gateway GATEWAY =
      Objects.requireNonNull(
          Gateway.start(
                  SLUICE,
                  new EngineCounters(),
                  GatewayOptions.at("127.0.0.1", 0)
                      .withTimeouts(
                          new Timeouts(SHORT, SHORT, SHORT.multipliedBy(4), SHORT.multipliedBy(8))))
              .block(PATIENCE));

  @AfterAll
  static void stop() {
    GATEWAY.stop(Duration.ZERO).block(PATIENCE);
    SLUICE.close();
    REDIS.close();
  }

  @TestFactory
  List<DynamicTest> isRefusedWithAProblemAndItsConnectionClosed() {
    List<MalformedCases.Case> cases = MalformedCases.all();
    assertThat(cases).hasSizeGreaterThan(60);
    return cases.stream()
        .map(malformed -> DynamicTest.dynamicTest(malformed.name(), () -> check(malformed)))
        .toList();
  }

  private static void check(MalformedCases.Case malformed) throws IOException {
    String reply = RawExchange.of(GATEWAY.port(), malformed.request());

    if (malformed.status() == 0 && reply.isEmpty()) {
      return;
    }
    int status = malformed.status() == 0 ? 400 : malformed.status();
    assertThat(RawExchange.statuses(reply)).as(reply).containsExactly(status);
    assertThat(reply).containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n");
    assertThat(reply).containsIgnoringCase("\r\nConnection: close\r\n");
    JsonNode problem = new JsonMapper().readTree(reply.substring(reply.indexOf("\r\n\r\n") + 4));
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asString()).isEqualTo(code(status));
    assertThat(reply.split("\r\n\r\n", 2)[0])
        .containsIgnoringCase("\r\nX-Request-Id: " + problem.path("requestId").asString());
    assertNothingSmuggled();
  }

  private static String code(int status) {
    return switch (status) {
      case 414, 431 -> "payload_too_large";
      case 415 -> "unsupported_media_type";
      default -> "malformed_json";
    };
  }

  @Test
  void manyOfThemAreRefusedOrClosedWhileGoodRequestsAreAnswered() {
    Http http = new Http(GATEWAY.url());
    List<Long> alone = new ArrayList<>();
    boolean compares = REQUESTS >= ENOUGH_TO_COMPARE;
    for (int i = 0; compares && i < 2 * GOOD_ALONE; i++) {
      long took = good(http);
      if (i >= GOOD_ALONE) {
        alone.add(took);
      }
    }
    CompletableFuture<Void> bad = CompletableFuture.runAsync(MalformedRequestsTest::sendAll);
    List<Long> beside = new ArrayList<>();
    while (!bad.isDone()) {
      beside.add(good(http));
    }
    bad.join();
    System.out.printf(
        "%d malformed requests beside %d good ones; p99 of these %.1f ms, alone %.1f ms%n",
        REQUESTS, beside.size(), p99(beside), p99(alone));
    assertNothingSmuggled();
    if (compares) {
      assertThat(p99(beside)).isLessThan(2 * p99(alone));
    }
  }

  @Test
  void aRequestBehindOneThatIsRefusedIsNotCarriedOut() throws IOException {
    String reply =
        RawExchange.of(
            GATEWAY.port(),
            "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "GET /livez HTTP/9.9\r\nHost: localhost\r\n\r\n"
                + MalformedCases.SMUGGLED);

    assertThat(RawExchange.statuses(reply)).containsExactly(200, 400);
    assertNothingSmuggled();
  }

  private static void sendAll() {
    Mutations mutations = new Mutations(SEED);
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(mutations.next());
    }
    ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
    try {
      CompletableFuture.allOf(
              requests.stream()
                  .map(request -> CompletableFuture.runAsync(() -> send(request), senders))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      senders.shutdown();
    }
  }

  private static void send(String request) {
    try {
      String reply = RawExchange.of(GATEWAY.port(), request);
      assertThat(RawExchange.statuses(reply))
          .as("%s%n-> %s", request, reply)
          .allMatch(status -> status < 500);
    } catch (IOException e) {
      throw new AssertionError("no end came to " + request, e);
    }
  }

  /** How long it took, in nanoseconds. */
  private static long good(Http http) {
    long began = System.nanoTime();
    assertThat(http.enqueue("good", "{\"type\":\"a\"}").status()).isEqualTo(202);
    return System.nanoTime() - began;
  }

  private static void assertNothingSmuggled() {
    assertThat(new Http(GATEWAY.url()).get("/v1/queues/smuggled").status()).isEqualTo(404);
  }

  private static double p99(List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() * 99 / 100) / 1e6;
  }
}
