package io.sluice.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EchoServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void answersLikeAGatewayThatTookTheTask() {
    try (EchoServer echo = EchoServer.start(0).block(LIMIT);
        GatewayClient client = new GatewayClient(echo.url(), 1)) {
      Reply reply =
          client.leaving("any", "any").enqueue("{}".getBytes(StandardCharsets.UTF_8)).block(LIMIT);

      assertThat(reply.id()).hasSize(26);
      assertThat(reply.ended()).isFalse();
    }
  }
}
