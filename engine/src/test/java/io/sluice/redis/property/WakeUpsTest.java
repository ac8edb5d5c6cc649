package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Programs;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;
import io.sluice.testing.FirstSeed;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No wake-up is lost: where a limit frees, a rate refills, a throttle ends or a queue is resumed, a
 * worker that waits begins what may run. {@code -Dwakes.seed=N} begins with a seed, {@code
 * -Dwakes.episodes=N} runs so many.
 */
@Tag("scaled")
class WakeUpsTest {
  private static final int EPISODES = Integer.getInteger("wakes.episodes", 20);

  @Test
  void everyTaskThatMayRunIsBegunByAWorkerThatIsWoken() {
    long first = FirstSeed.of("wakes");
    System.out.println("wakes: " + EPISODES + " episodes from " + first);
    long wakes = 0;
    long empty = 0;
    try (TestRedis redis = TestRedis.start();
        RedisLine line = new RedisLine(redis.port())) {
      for (long seed = first; seed < first + EPISODES; seed++) {
        try (WakeUps episode = live(redis, line, Variant.PRODUCTION, seed)) {
          wakes += episode.wakes();
          empty += episode.emptyWakes();
        }
      }
    }
    System.out.printf("wakes: %,d workers woken, %,d of them for nothing, 0 lost%n", wakes, empty);
    assertThat(wakes).isGreaterThan(EPISODES);
  }

  static WakeUps live(TestRedis redis, RedisLine line, Variant variant, long seed) {
    Server server = new Server(line, new Programs(variant));
    Object unused = server.command("FLUSHALL");
    WakeUps episode = new WakeUps(server, redis.port(), seed);
    try {
      episode.run();
    } catch (AssertionError wrong) {
      episode.close();
      throw new AssertionError(
          "seed "
              + seed
              + " (again with -Dwakes.seed="
              + seed
              + " -Dwakes.episodes=1): "
              + wrong.getMessage()
              + "\n"
              + episode.latest(),
          wrong);
    }
    return episode;
  }
}
