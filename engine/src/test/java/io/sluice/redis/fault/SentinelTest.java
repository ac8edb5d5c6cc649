package io.sluice.redis.fault;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A master with a replica, found by a Sentinel. */
class SentinelTest {
  private static final String QUEUE = "watched";
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** 3 s where it runs; a Sentinel that was kept from running for 2 s does nothing for 30 s. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(45);

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
      try (Sluice sluice = connect(sentinel)) {
        sluice
            .worker(QUEUE)
            .handle(ECHO, task -> Mono.just(task.payload()).doOnNext(ran::add))
            .start();
        Disposable load = load(sluice);
        Eventually.eventually(() -> acknowledged.size() > 100);
        load.dispose();
        replicated(master);
        longestGap.set(0);
        lastAt.set(System.nanoTime());
        int before = acknowledged.size();
        master.kill();
        load = load(sluice);
        Eventually.eventually(
            LONGEST_GAP.plus(SOON),
            Mono.fromSupplier(acknowledged::size),
            now -> now > before + 200);
        load.dispose();

        Eventually.eventually(() -> ran.containsAll(Set.copyOf(acknowledged)));
        System.out.printf("Sentinel: went on after %,d ms%n", longestGap.get() / 1_000_000);
        assertThat(Duration.ofNanos(longestGap.get())).isLessThan(LONGEST_GAP);
      }
    }
  }

  private static Sluice connect(TestRedis sentinel) {
    String uri = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#main";
    return Sluice.builder(SluiceConfig.of(uri).withEnqueueTimeout(LONGEST_GAP))
        .listener(event -> {})
        .connect();
  }

  @Test
  void aNameThatNoSentinelKnowsIsSaid() {
    try (TestRedis master = TestRedis.start();
        TestRedis sentinel = TestRedis.sentinelOf("main", master)) {
      String uri = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#mian";

      assertThatThrownBy(() -> Sluice.connect(uri))
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageContaining("no Sentinel there knows a master of that name");
    }
  }

  /** What is written after that is acknowledged by one server only, and may be lost with it. */
  private static void replicated(TestRedis master) {
    try (RedisLine line = new RedisLine(master.port())) {
      line.say(List.of("SET", "written", "1")); // WAIT counts only behind a write of its connection
      assertThat(line.say(List.of("WAIT", "1", "10000"))).isEqualTo(1L);
    }
  }

  private Disposable load(Sluice sluice) {
    int first = acknowledged.size();
    return Flux.interval(PERIOD)
        .onBackpressureDrop()
        .flatMap(i -> enqueued(sluice, "task " + first + " " + i), 64)
        .subscribe(done -> {}, error -> {});
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
