package io.sluice.redis;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A master with a replica, found by a Sentinel. */
class SentinelTest {
  private static final String QUEUE = "watched";
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> ran = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastAt = new AtomicLong(System.nanoTime());
  private final AtomicLong longestGap = new AtomicLong();

  @Test
  void workGoesOnAtTheReplicaWhenTheMasterIsKilled() {
    try (TestRedis master = TestRedis.start();
        TestRedis replica = TestRedis.with("--replicaof 127.0.0.1 " + master.port());
        TestRedis sentinel = TestRedis.sentinelOf("main", master)) {
      Eventually.eventually(() -> isUp(replica) && knowsOneReplica(sentinel));
      Sluice sluice =
          Sluice.builder(
                  SluiceConfig.of("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#main")
                      .withEnqueueTimeout(LONGEST_GAP))
              .listener(event -> {})
              .connect();
      sluice
          .worker(QUEUE)
          .handle(ECHO, task -> Mono.just(task.payload()).doOnNext(ran::add))
          .start();
      var load =
          Flux.interval(PERIOD)
              .onBackpressureDrop()
              .flatMap(i -> enqueued(sluice, "task " + i), 64)
              .subscribe(done -> {}, error -> {});
      Eventually.eventually(() -> acknowledged.size() > 100);
      longestGap.set(0);
      master.kill();
      int before = acknowledged.size();
      Eventually.eventually(() -> acknowledged.size() > before + 200);
      load.dispose();

      Eventually.eventually(() -> ran.containsAll(Set.copyOf(acknowledged)));
      assertThat(Duration.ofNanos(longestGap.get())).isLessThan(LONGEST_GAP);
      sluice.stop(Duration.ofSeconds(1)).block(SOON);
    }
  }

  private Mono<String> enqueued(Sluice sluice, String text) {
    return sluice
        .enqueue(QUEUE, ECHO.with(text))
        .map(handle -> text)
        .doOnNext(
            done -> {
              acknowledged.add(done);
              long now = System.nanoTime();
              long gap = now - lastAt.getAndSet(now);
              longestGap.accumulateAndGet(gap, Math::max);
            })
        .onErrorResume(error -> Mono.empty());
  }

  private static boolean isUp(TestRedis replica) {
    return say(replica, "INFO", "replication").contains("master_link_status:up");
  }

  private static boolean knowsOneReplica(TestRedis sentinel) {
    return say(sentinel, "INFO", "sentinel").contains("slaves=1");
  }

  private static String say(TestRedis redis, String... words) {
    try (RedisLine line = new RedisLine(redis.port())) {
      return String.valueOf(line.say(List.of(words)));
    }
  }
}
