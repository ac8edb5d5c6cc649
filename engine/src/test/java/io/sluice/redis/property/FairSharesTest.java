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
 * Whatever happens to tasks with groups, priorities and limits, the scripts give out what the exact
 * model gives, one task after the other. {@code -Dfair.seed=N} begins with a seed, {@code
 * -Dfair.seeds=N} runs so many.
 */
@Tag("scaled")
class FairSharesTest {
  private static final int SEEDS = Integer.getInteger("fair.seeds", 15);
  private static final int STEPS = Integer.getInteger("fair.steps", 150);

  @Test
  void everyClaimGivesWhatOneTaskAfterTheOtherWould() {
    long first = FirstSeed.of("fair");
    System.out.println("fair: " + SEEDS + " seeds from " + first);
    long claimed = 0;
    long checks = 0;
    try (TestRedis redis = TestRedis.start();
        RedisLine line = new RedisLine(redis.port())) {
      for (long seed = first; seed < first + SEEDS; seed++) {
        FairLife life = live(line, Variant.PRODUCTION, seed);
        claimed += life.claimed();
        checks += life.checks();
      }
    }
    System.out.printf("fair: %,d tasks claimed, %,d checks of fairness%n", claimed, checks);
    assertThat(claimed).isGreaterThan(20L * SEEDS);
  }

  static FairLife live(RedisLine line, Variant variant, long seed) {
    Server server = new Server(line, new Programs(variant));
    Object unused = server.command("FLUSHALL");
    FairLife life = new FairLife(server, seed);
    try {
      life.run(STEPS);
    } catch (AssertionError wrong) {
      throw new AssertionError(
          "seed "
              + seed
              + " (again with -Dfair.seed="
              + seed
              + " -Dfair.seeds=1), "
              + life.terms()
              + ": "
              + wrong.getMessage()
              + "\n"
              + life.latest(),
          wrong);
    }
    return life;
  }
}
