package io.sluice.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class DemoClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void sendsManyTasksOnFewConnections() {
    Set<Object> connections = ConcurrentHashMap.newKeySet();
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnConnection(connection -> connections.add(connection.channel().id()))
            .handle((request, response) -> response.status(202).send())
            .bindNow();
    byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);

    try (DemoClient client = new DemoClient("http://127.0.0.1:" + server.port())) {
      Flux.range(0, 20).concatMap(i -> client.enqueue("t-" + i, "t", payload)).blockLast(LONG);
    } finally {
      server.disposeNow();
    }

    // The next request may ask for a connection just before the last one is given back.
    assertThat(connections).hasSizeLessThanOrEqualTo(2);
  }
}
