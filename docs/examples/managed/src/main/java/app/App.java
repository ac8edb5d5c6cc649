package app;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.Ledger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public final class App {
  private static final int TASKS = 2_000;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final TaskType<Integer, Integer> DOUBLE =
      TaskType.of("double", Integer.class, Integer.class);

  /** The address of Redis, and a namespace. */
  public static void main(String[] args) {
    SluiceConfig config = SluiceConfig.of(args[0]).withNamespace(args[1]);
    RedisClient client = RedisClient.create(args[0]);
    try (Sluice sluice = Sluice.builder(config).listener(App::hear).connect();
        StatefulRedisConnection<String, String> redis = client.connect()) {
      sluice.worker("numbers").handle(DOUBLE, task -> Mono.just(2 * task.payload())).start();
      AtomicInteger ended = new AtomicInteger();
      Flux.range(0, TASKS)
          .flatMap(
              i ->
                  sluice
                      .enqueue("numbers", DOUBLE.with(i))
                      .flatMap(sluice::result)
                      .doOnNext(result -> require(result == 2 * i, i + " is doubled to " + result))
                      .doOnNext(result -> cutOnce(redis, ended.incrementAndGet())),
              32)
          .blockLast(SOON);
      Ledger ledger = sluice.queues().audit("numbers").block(SOON);
      require(ledger.balanced() && ledger.totals().succeeded() == TASKS, "the ledger is " + ledger);
      System.out.println(ended + " tasks ended once, through a cut of all connections");
    } finally {
      client.shutdown();
    }
  }

  private static void cutOnce(StatefulRedisConnection<String, String> redis, int ended) {
    if (ended == TASKS / 2) {
      redis.async().clientKill(KillArgs.Builder.typeNormal().skipme(true));
      redis.async().clientKill(KillArgs.Builder.typePubsub());
    }
  }

  private static void hear(EngineEvent event) {
    if (event instanceof EngineEvent.EngineStarts starts) {
      System.out.println(starts.libraries());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
