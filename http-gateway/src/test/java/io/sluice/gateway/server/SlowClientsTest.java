package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.http.Timeouts;
import io.sluice.gateway.server.SlowClient.Kind;
import io.sluice.gateway.support.Http;
import io.sluice.metrics.EngineCounters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Callers that keep the server waiting, in each of the four ways. {@code -Dslow.percent=100} gives
 * them the true timeouts, in place of shorter ones.
 */
@Timeout(300)
@Tag("scaled")
class SlowClientsTest {
  private static final int OF_EACH_KIND = Integer.getInteger("slow.connections", 400) / 4;
  private static final int PERCENT = Integer.getInteger("slow.percent", 10);
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          part(Timeouts.DEFAULT.idle()),
          part(Timeouts.DEFAULT.read()),
          part(Timeouts.DEFAULT.request()),
          part(Timeouts.DEFAULT.stall()));

  /**
   * For a machine that is busy with the clients themselves, and with filling their buffers. When
   * exactly a connection is over, the test of the clock says; here it matters that it is.
   */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static final Set<Kind> SLOW_TO_SEND = EnumSet.complementOf(EnumSet.of(Kind.DEAF));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void allAreLetGoInTimeWhileAGoodCallerIsAnswered() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        Sluice sluice = Sluice.connect(redis.uri())) {
      Gateway gateway = start(sluice);
      Http http = new Http(gateway.url());
      CompletableFuture<List<SlowClient>> over =
          CompletableFuture.supplyAsync(() -> run(gateway, SLOW_TO_SEND))
              .thenCombine(
                  CompletableFuture.supplyAsync(() -> run(gateway, EnumSet.of(Kind.DEAF))),
                  SlowClientsTest::both);
      int answered = 0;
      while (!over.isDone()) {
        assertThat(http.enqueue("good", "{\"type\":\"a\"}").status()).isEqualTo(202);
        answered++;
      }
      report(over.join(), answered);
      over.join().forEach(SlowClientsTest::check);
      gateway.stop(Duration.ZERO).block(PATIENCE);
    }
  }

  private static void check(SlowClient client) {
    Duration most = mostFor(client.kind()).plus(SLACK);
    assertThat(client.lasted()).as("%s", client.kind()).isLessThan(most);
    if (client.kind() == Kind.HEAD || client.kind() == Kind.BODY) {
      assertThat(client.heard()).startsWith("HTTP/1.1 408").contains("\"request_timeout\"");
    }
  }

  /** A look comes late by a fifth of the shortest timeout at most. */
  private static Duration mostFor(Kind kind) {
    Duration timeout =
        switch (kind) {
          case SILENT -> TIMEOUTS.idle();
          case HEAD, BODY -> TIMEOUTS.request();
          case DEAF -> TIMEOUTS.stall();
        };
    return timeout.plus(TIMEOUTS.idle().dividedBy(5));
  }

  private static List<SlowClient> run(Gateway gateway, Set<Kind> kinds) {
    try {
      List<SlowClient> clients = new ArrayList<>();
      for (int i = 0; i < OF_EACH_KIND; i++) {
        for (Kind kind : kinds) {
          clients.add(new SlowClient(kind, gateway.port()));
        }
      }
      SlowClient.runAll(clients, TIMEOUTS.read().dividedBy(4));
      return clients;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<SlowClient> both(List<SlowClient> some, List<SlowClient> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static void report(List<SlowClient> clients, int answered) {
    for (Kind kind : Kind.values()) {
      long longest =
          clients.stream()
              .filter(client -> client.kind() == kind)
              .mapToLong(client -> client.lasted().toMillis())
              .max()
              .orElse(0);
      System.out.printf("%d slow clients %s: closed after %d ms%n", OF_EACH_KIND, kind, longest);
    }
    System.out.printf("good requests answered meanwhile: %d%n", answered);
  }

  private static Gateway start(Sluice sluice) {
    GatewayOptions options = GatewayOptions.at("127.0.0.1", 0).withTimeouts(TIMEOUTS);
    return Objects.requireNonNull(
        Gateway.start(sluice, new EngineCounters(), options).block(PATIENCE));
  }

  private static Duration part(Duration whole) {
    return whole.multipliedBy(PERCENT).dividedBy(100);
  }
}
