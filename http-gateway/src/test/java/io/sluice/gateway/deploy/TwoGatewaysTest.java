package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.Sluice;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.Haproxy;
import io.sluice.gateway.support.RetryingClient;
import io.sluice.gateway.support.SluiceProcess;
import io.sluice.task.TaskState;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.TaskView;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** Two gateways on one Redis, behind the load balancer that {@code deploy/haproxy.cfg} sets up. */
@Tag("scaled")
class TwoGatewaysTest {
  private static final int CLIENTS = Integer.getInteger("two.clients", 16);
  private static final int TASKS_EACH = Integer.getInteger("two.tasks", 100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  @Timeout(120)
  void aGatewayThatIsKilledCostsNothingButRetries() throws Exception {
    assumeTrue(Haproxy.program().isPresent(), "haproxy is not installed: no balancer to try");
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        SluiceProcess a = serve(redis);
        SluiceProcess b = serve(redis);
        Haproxy haproxy = Haproxy.start(addressOf(a), addressOf(b))) {
      while (haproxy.http().get("/readyz").status() != 200) {
        Thread.onSpinWait();
      }
      CountDownLatch half = new CountDownLatch(CLIENTS * TASKS_EACH / 2);
      List<RetryingClient> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(
                  i ->
                      new RetryingClient(
                          haproxy.http(), "c" + i, TASKS_EACH, id -> half.countDown()))
              .toList();
      List<Thread> threads = clients.stream().map(Thread::new).toList();
      threads.forEach(Thread::start);
      half.await();
      a.kill();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(clients).allSatisfy(client -> assertThat(client.wrong()).isEmpty());
      areThereOnce(redis, clients.stream().flatMap(client -> client.done().stream()).toList());
    }
  }

  private static SluiceProcess serve(EmbeddedRedis redis) throws IOException {
    return SluiceProcess.start("serve", "--port", "0", "--redis", redis.uri());
  }

  private static String addressOf(SluiceProcess serve) throws IOException {
    return URI.create(serve.http().url()).getAuthority();
  }

  private static void areThereOnce(EmbeddedRedis redis, List<String> ids) {
    try (Sluice sluice = Sluice.connect(redis.uri())) {
      List<TaskState> states =
          Flux.fromIterable(ids)
              .flatMap(id -> sluice.tasks().find("flood", id))
              .map(TaskView::state)
              .collectList()
              .block(PATIENCE);
      Ledger ledger = Objects.requireNonNull(sluice.queues().audit("flood").block(PATIENCE));

      assertThat(ids).hasSize(CLIENTS * TASKS_EACH);
      assertThat(states).hasSameSizeAs(ids).containsOnly(TaskState.SCHEDULED);
      assertThat(ledger.balanced()).isTrue();
      assertThat(ledger.unfinished()).isEqualTo(ids.size());
    }
  }
}
