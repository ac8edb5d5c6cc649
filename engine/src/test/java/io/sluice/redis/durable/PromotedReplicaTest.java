package io.sluice.redis.durable;

import static io.sluice.Work.ECHO;
import static io.sluice.redis.durable.MasterAndReplica.has;
import static io.sluice.redis.durable.MasterAndReplica.said;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.enqueue.Durability;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A master is killed under load, and its replica promoted: at once, and after a while in which the
 * replica got nothing more.
 */
@Tag("scaled")
class PromotedReplicaTest {
  private static final int ROUNDS = Integer.getInteger("promoted.rounds", 2);
  private static final int CONFIRMED = 500;
  private static final int AT_ONCE = 64;
  private static final String QUEUE = "promoted";
  private static final String NOBODY = "1";

  @Test
  void everyConfirmedTaskIsInThePromotedReplica() {
    long confirmed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      confirmed += confirmedInARound(round % 2 == 0);
    }
    System.out.println(confirmed + " tasks confirmed in " + ROUNDS + " rounds, none lost");
  }

  private static int confirmedInARound(boolean cutOff) {
    Queue<String> confirmed = new ConcurrentLinkedQueue<>();
    AtomicInteger answered = new AtomicInteger();
    try (MasterAndReplica servers = MasterAndReplica.start()) {
      Sluice sluice =
          Sluice.builder(
                  SluiceConfig.of(servers.master.uri()).withEnqueueTimeout(Duration.ofMillis(500)))
              .connect();
      Disposable load =
          Flux.range(0, Integer.MAX_VALUE)
              .flatMap(
                  n ->
                      sluice
                          .enqueue(QUEUE, ECHO.with("n" + n).durability(Durability.REPLICA))
                          .doOnNext(handle -> answered.incrementAndGet())
                          .filter(handle -> handle.confirmation().reached())
                          .doOnNext(handle -> confirmed.add(handle.id().value()))
                          .onErrorResume(gone -> Mono.empty()),
                  AT_ONCE)
              .subscribe();
      try {
        Eventually.eventually(() -> confirmed.size() > CONFIRMED);
        if (cutOff) {
          said(servers.replica, "REPLICAOF", "127.0.0.1", NOBODY);
          int before = answered.get();
          Eventually.eventually(() -> answered.get() > before + 2 * AT_ONCE);
          assertThat(tasks(servers.master)).isGreaterThan(tasks(servers.replica));
        }
        servers.master.kill();
        said(servers.replica, "REPLICAOF", "NO", "ONE");
      } finally {
        load.dispose();
        sluice.stop(Duration.ZERO).onErrorComplete().block(SOON);
      }

      assertThat(confirmed)
          .hasSizeGreaterThan(CONFIRMED)
          .allMatch(id -> has(servers.replica, QUEUE, id));
    }
    return confirmed.size();
  }

  private static long tasks(TestRedis redis) {
    return Long.parseLong(said(redis, "HLEN", "sluice:{" + QUEUE + "}:tasks"));
  }
}
