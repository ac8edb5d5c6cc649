package io.sluice.redis.sentinel;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A master that its Sentinels replace while it works: it goes on taking writes for ten seconds. */
class PlannedSwitchTest {
  private static final String QUEUE = "switched";
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** Some 20 ms where it runs; without a watch it is the 10 s until the old master is demoted. */
  private static final Duration LEFT_WITHIN = Duration.ofSeconds(5);

  /** By its id, when it was. */
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  @Test
  void theOldMasterIsLeftWhenTheSentinelNamesTheNewOne() {
    try (TestRedis master = TestRedis.start();
        TestRedis replica = TestRedis.with("--replicaof 127.0.0.1 " + master.port());
        TestRedis sentinel = TestRedis.sentinelOf("main", master)) {
      eventually(() -> say(replica, "INFO", "replication").contains("master_link_status:up"));
      eventually(() -> say(sentinel, "INFO", "sentinel").contains("slaves=1"));
      try (Sluice sluice = connect(sentinel)) {
        Disposable load = load(sluice);
        eventually(() -> acknowledged.size() > 100);
        assertThat(say(sentinel, "SENTINEL", "FAILOVER", "main")).isEqualTo("OK");
        eventually(() -> named(sentinel).contains(String.valueOf(replica.port())));
        long namedAt = System.nanoTime();
        int before = acknowledged.size();
        eventually(() -> engines(master) == 0);
        Duration left = Duration.ofNanos(System.nanoTime() - namedAt);
        eventually(() -> acknowledged.size() > before + 200);
        load.dispose();

        Set<String> lost = new TreeSet<>(acknowledged.keySet());
        lost.removeAll(kept(replica));
        System.out.printf(
            "Planned switch: left after %,d ms, lost %d of %d%n",
            left.toMillis(), lost.size(), acknowledged.size());
        assertThat(left).isLessThan(LEFT_WITHIN);
        assertThat(lost).allMatch(id -> acknowledged.get(id) < namedAt + LEFT_WITHIN.toNanos());
      }
    }
  }

  private static Sluice connect(TestRedis sentinel) {
    String uri = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#main";
    return Sluice.builder(SluiceConfig.of(uri)).listener(event -> {}).connect();
  }

  private Disposable load(Sluice sluice) {
    return Flux.interval(PERIOD)
        .onBackpressureDrop()
        .flatMap(i -> enqueued(sluice, "task-" + i), 4096)
        .subscribe(done -> {}, error -> {});
  }

  private Mono<String> enqueued(Sluice sluice, String id) {
    return sluice
        .enqueue(QUEUE, ECHO.with(id).id(id))
        .map(handle -> id)
        .doOnNext(done -> acknowledged.put(done, System.nanoTime()))
        .onErrorResume(error -> Mono.empty());
  }

  private static Set<String> kept(TestRedis redis) {
    try (RedisLine line = new RedisLine(redis.port())) {
      Object ids = line.say(List.of("HKEYS", "sluice:{" + QUEUE + "}:tasks"));
      assertThat(ids).isInstanceOf(List.class);
      return Set.copyOf(((List<?>) ids).stream().map(String::valueOf).toList());
    }
  }

  /** Connections of engines: not those of Sentinels, replicas, masters, and of who asks. */
  private static long engines(TestRedis redis) {
    return say(redis, "CLIENT", "LIST")
        .lines()
        .filter(client -> client.startsWith("id="))
        .filter(client -> !client.contains(" name=sentinel-") && !client.contains("cmd=client"))
        .filter(client -> !client.matches(".* flags=[SM] .*"))
        .count();
  }

  private static String named(TestRedis sentinel) {
    return say(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main");
  }

  private static String say(TestRedis redis, String... words) {
    try (RedisLine line = new RedisLine(redis.port())) {
      return String.valueOf(line.say(List.of(words)));
    }
  }
}
