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
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A master is killed under load, and its replica promoted. */
@Tag("scaled")
class PromotedReplicaTest {
  private static final int ROUNDS = Integer.getInteger("promoted.rounds", 2);
  private static final int CONFIRMED = 500;
  private static final String QUEUE = "promoted";

  @Test
  void everyConfirmedTaskIsInThePromotedReplica() {
    long confirmed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      confirmed += confirmedInARound();
    }
    System.out.println(confirmed + " tasks confirmed in " + ROUNDS + " rounds, none lost");
  }

  private static int confirmedInARound() {
    Queue<String> confirmed = new ConcurrentLinkedQueue<>();
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
                          .filter(handle -> handle.confirmation().reached())
                          .doOnNext(handle -> confirmed.add(handle.id().value()))
                          .onErrorResume(gone -> Mono.empty()),
                  64)
              .subscribe();
      try {
        Eventually.eventually(() -> confirmed.size() > CONFIRMED);
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
}
