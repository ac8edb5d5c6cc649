package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Redis does not answer for a while, and callers bring more than may wait for it. */
class OverloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Together more than the 64 MiB that may wait. */
  private static final int CALLERS = 320;

  private static final int PAYLOAD = 250_000;

  @Test
  void whatIsMoreThanMayWaitIsRefusedAtOnceAndTheRestIsTaken() throws IOException {
    String body = "{\"type\":\"big\",\"payload\":\"" + "x".repeat(PAYLOAD) + "\"}";
    Scheduler callers = Schedulers.newBoundedElastic(CALLERS, CALLERS, "callers");
    try (TestGateway gateway = TestGateway.start(OverloadTest::patient)) {
      int redis = gateway.redis().port();
      RedisText.ask(redis, "CLIENT PAUSE 60000 WRITE");
      Flux<Reply> calls =
          Flux.range(0, CALLERS)
              .flatMap(
                  i ->
                      Mono.fromCallable(() -> gateway.http().enqueue("big", body))
                          .subscribeOn(callers),
                  CALLERS)
              .cache();

      calls.blockFirst(PATIENCE); // nobody is answered but who is refused
      RedisText.ask(redis, "CLIENT UNPAUSE");
      List<Reply> replies = calls.collectList().block(PATIENCE);

      List<Reply> refused = replies.stream().filter(reply -> reply.status() == 503).toList();
      long taken = replies.stream().filter(reply -> reply.status() == 202).count();
      assertThat(refused).isNotEmpty();
      assertThat(refused)
          .allSatisfy(
              reply -> {
                assertThat(reply.member("code")).isEqualTo("overloaded");
                assertThat(reply.header("Retry-After")).isNotEmpty();
              });
      assertThat(taken + refused.size()).isEqualTo(CALLERS);
      assertThat(gateway.sluice().queues().find("big").block(PATIENCE).totals().accepted())
          .isEqualTo(taken);
    } finally {
      callers.dispose();
    }
  }

  private static SluiceConfig patient(SluiceConfig config) {
    return config.withEnqueueTimeout(Duration.ofMinutes(1));
  }
}
