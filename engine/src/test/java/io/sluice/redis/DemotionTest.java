package io.sluice.redis;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A master that becomes a replica under an engine. */
class DemotionTest {
  /**
   * Connections that were silent for too long; one that is cut at each refusal is so 8 times a
   * second.
   */
  private static final int OF_A_SLOW_MACHINE = 2;

  private static final Pattern RECEIVED = Pattern.compile("total_connections_received:(\\d+)");
  private static final Duration LOOKED_AT = Duration.ofSeconds(4);
  private static final String QUEUE = "demoted";

  private final AtomicInteger breaks = new AtomicInteger();
  private final Set<String> ran = ConcurrentHashMap.newKeySet();
  private TestRedis first;
  private TestRedis second;
  private SwallowingProxy name;
  private Sluice sluice;

  @BeforeEach
  void start() throws Exception {
    first = TestRedis.start();
    second = TestRedis.with("--replicaof 127.0.0.1 " + first.port());
    name = new SwallowingProxy(first.port());
    sluice =
        Sluice.builder(SluiceConfig.of(name.uri()).withEnqueueTimeout(Duration.ofMillis(700)))
            .listener(
                event -> {
                  if (event instanceof EngineEvent.ConnectionChanged changed
                      && !changed.connected()) {
                    breaks.incrementAndGet();
                  }
                })
            .connect();
    sluice.worker(QUEUE).handle(ECHO, task -> Mono.just(task.payload()).doOnNext(ran::add)).start();
    enqueued("before");
  }

  @AfterEach
  void stop() throws Exception {
    sluice.stop(Duration.ZERO).block(SOON);
    name.close();
    first.close();
    second.close();
  }

  @Test
  void itIsSaidAndTheEngineKeepsItsConnectionsAndGoesOnWhenItIsMasterAgain() {
    say(first, "REPLICAOF", "127.0.0.1", String.valueOf(second.port()));
    assertThatThrownBy(() -> sluice.enqueue(QUEUE, ECHO.with("refused")).block(SOON))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("it is a replica and takes no writes (READONLY)");
    assertThat(Eventually.eventually(sluice.health(), now -> !now.ready()).redis())
        .contains("it is a replica");
    long received = received(first);
    Mono.delay(LOOKED_AT).block();

    // Looks after 0, 0.5, 1, 2 s, and so on; and those of this test, of the other replica.
    assertThat(received(first) - received).isLessThanOrEqualTo(8);

    say(first, "REPLICAOF", "NO", "ONE");
    enqueued("again");
    assertThat(breaks).hasValueLessThanOrEqualTo(OF_A_SLOW_MACHINE);
  }

  @Test
  void allConnectionsGoToTheMasterThatTheNameLeadsTo() {
    Eventually.eventually(() -> info(second, "replication").contains("master_link_status:up"));
    say(second, "REPLICAOF", "NO", "ONE");
    say(first, "REPLICAOF", "127.0.0.1", String.valueOf(second.port()));
    name.leadTo(second.port());

    enqueued("after");
    assertThat(breaks).hasValueBetween(1, 1 + OF_A_SLOW_MACHINE);
    Eventually.eventually(() -> clients(first) == 0);
  }

  /** And run. */
  private void enqueued(String text) {
    sluice.enqueue(QUEUE, ECHO.with(text)).retry(40).block(SOON);
    Eventually.eventually(() -> ran.contains(text));
  }

  private static long received(TestRedis redis) {
    var found = RECEIVED.matcher(info(redis, "stats"));
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }

  /** But for replicas, masters, and who asks. */
  private static long clients(TestRedis redis) {
    return String.valueOf(say(redis, "CLIENT", "LIST", "TYPE", "normal")).lines().count()
        - 1
        + String.valueOf(say(redis, "CLIENT", "LIST", "TYPE", "pubsub"))
            .lines()
            .filter(line -> line.startsWith("id="))
            .count();
  }

  private static String info(TestRedis redis, String section) {
    return String.valueOf(say(redis, "INFO", section));
  }

  private static Object say(TestRedis redis, String... words) {
    try (RedisLine line = new RedisLine(redis.port())) {
      Object answer = line.say(List.of(words));
      return answer == null ? "" : answer;
    }
  }
}
