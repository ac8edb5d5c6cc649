package io.sluice.redis.durable;

import static io.sluice.Work.ECHO;
import static io.sluice.redis.durable.MasterAndReplica.said;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A master is killed under tasks that are waited for, and its replica promoted. */
@Tag("scaled")
class PromotedEndsTest {
  private static final int ROUNDS = Integer.getInteger("promoted.rounds", 2);
  private static final int CONFIRMED = 300;
  private static final int AT_ONCE = 64;
  private static final String QUEUE = "promoted";
  private static final String NOBODY = "1";

  @Test
  void everyEndThatWasToldAsConfirmedIsInThePromotedReplica() {
    long confirmed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      confirmed += confirmedInARound(round % 2 == 0);
    }
    System.out.println(confirmed + " ends confirmed in " + ROUNDS + " rounds, none lost");
  }

  private static int confirmedInARound(boolean cutOff) {
    Queue<String> confirmed = new ConcurrentLinkedQueue<>();
    AtomicInteger ended = new AtomicInteger();
    try (MasterAndReplica servers = MasterAndReplica.start()) {
      Sluice sluice = Sluice.builder(SluiceConfig.of(servers.master.uri())).connect();
      sluice
          .queues()
          .configure(QUEUE, QueueSettings.NONE.durability(Durability.REPLICA))
          .block(SOON);
      sluice.worker(QUEUE).concurrency(32).handle(ECHO, task -> Mono.just(task.payload())).start();
      Disposable load =
          Flux.range(0, Integer.MAX_VALUE)
              .flatMap(
                  n ->
                      sluice
                          .enqueueAwaited(QUEUE, ECHO.with("n" + n))
                          .flatMap(task -> sluice.tasks().await(QUEUE, task.id().value()))
                          .doOnNext(task -> ended.incrementAndGet())
                          .filter(task -> task.confirmation().reached())
                          .doOnNext(task -> confirmed.add(task.id().value()))
                          .onErrorResume(gone -> Mono.empty()),
                  AT_ONCE)
              .subscribe();
      try {
        Eventually.eventually(() -> confirmed.size() > CONFIRMED);
        if (cutOff) {
          said(servers.replica, "REPLICAOF", "127.0.0.1", NOBODY);
          int before = ended.get();
          Eventually.eventually(() -> ended.get() > before + 2 * AT_ONCE);
        }
        servers.master.kill();
        said(servers.replica, "REPLICAOF", "NO", "ONE");
      } finally {
        load.dispose();
        servers.master.restart(); // so that its workers can end
        sluice.stop(Duration.ZERO).onErrorComplete().block(SOON);
      }

      assertThat(confirmed)
          .hasSizeGreaterThan(CONFIRMED)
          .allMatch(
              id ->
                  said(servers.replica, "HEXISTS", "sluice:{" + QUEUE + "}:results", id)
                      .equals("1"));
    }
    return confirmed.size();
  }
}
