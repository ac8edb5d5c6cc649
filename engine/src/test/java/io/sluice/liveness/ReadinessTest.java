package io.sluice.liveness;

import static io.sluice.liveness.Life.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Engines;
import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.liveness.FaultyServer.Step;
import io.sluice.redis.RedisServer;
import io.sluice.redis.RedisTampering;
import io.sluice.task.QueueName;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** While a loop fails again and again its engine is not ready, and says which loop it is. */
@Timeout(90)
class ReadinessTest {
  private static final List<String> LOOPS = List.of("claim", "extend", "promote", "reap", "sweep");
  private static final String WELL = "well";
  private static final String PAUSED = "paused";

  /** The longest that any of the loops may fail unseen. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(16);

  private static final Duration BACK_WITHIN = Duration.ofSeconds(6);

  @Test
  void aLoopThatFailsAgainAndAgainIsNamedUntilItTurnsAgain() {
    try (TestRedis redis = TestRedis.start();
        RedisTampering tampering = new RedisTampering(redis.uri())) {
      SluiceConfig config =
          SluiceConfig.of(redis.uri())
              .withSessionLife(Duration.ofSeconds(3))
              .withWaiting(Waiting.DEFAULT.withPoll(Duration.ofSeconds(1)))
              .withMaintainAllQueues(true);
      FaultyServer server = new FaultyServer(RedisServer.connect(config, event -> {}).block(SOON));
      Map<String, Trouble> troubles = new HashMap<>();
      for (String loop : LOOPS) {
        troubles.put(loop + " of-" + loop, arm(server, new Step(loop, "of-" + loop)));
      }
      troubles.put("discover", arm(server, new Step("queues", FaultyServer.ANY_QUEUE)));
      tampering.pause(QueueName.of(PAUSED));
      Sluice sluice = Engines.on(server, config, new JsonPayloadCodec(), event -> {});
      try {
        LOOPS.forEach(loop -> work(sluice, "of-" + loop));
        work(sluice, WELL);
        work(sluice, PAUSED);
        assertThat(late(sluice.health().block(SOON))).isEmpty();

        Health failing =
            Eventually.eventually(
                TOLD_WITHIN, sluice.health(), now -> late(now).containsAll(troubles.keySet()));

        assertThat(failing.ready()).isFalse();
        assertThat(failing.redis()).isEqualTo(Health.OK);
        assertThat(late(failing)).containsExactlyInAnyOrderElementsOf(troubles.keySet());
        troubles.values().forEach(Trouble::heal);
        Eventually.eventually(BACK_WITHIN, sluice.health(), Health::ready);
      } finally {
        sluice.stop(Duration.ZERO).block(SOON);
      }
    }
  }

  private static Trouble arm(FaultyServer server, Step step) {
    return server.arm(step, Fault.signalled(ErrorKind.WRONGTYPE), Integer.MAX_VALUE);
  }

  private static void work(Sluice sluice, String queue) {
    sluice.worker(queue).handle(ECHO, task -> Mono.just("done")).start();
  }

  private static Set<String> late(Health health) {
    return health.loops().stream()
        .filter(Health.Loop::late)
        .map(Health.Loop::name)
        .collect(Collectors.toSet());
  }
}
