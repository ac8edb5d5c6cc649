package io.sluice.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Variant;
import io.sluice.testing.FirstSeed;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is lost, late or doubled: a task that is given to who stands runs, and ends once. */
@Tag("scaled")
class StandingTest {
  private static final int SEEDS = Integer.getInteger("standing.seeds", 4);
  private static final int STEPS = 3000;
  private static final int SEEDS_TO_FIND = 12;

  private static TestRedis redis;
  private static RedisLine line;
  private static RedisLine listener;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    line = new RedisLine(redis.port());
    listener = new RedisLine(redis.port());
  }

  @AfterAll
  static void stop() {
    listener.close();
    line.close();
    redis.close();
  }

  @Test
  void aTaskThatIsGivenToWhoStandsEndsOnce() {
    Map<String, Integer> counts = new TreeMap<>();
    long first = FirstSeed.of("standing");
    int tasks = 0;
    for (long seed = first; seed < first + SEEDS; seed++) {
      StandingSimulation simulation = simulation(Variant.PRODUCTION, seed);
      simulation.run(STEPS);
      simulation.counts().forEach((what, times) -> counts.merge(what, times, Integer::sum));
      tasks += simulation.tasks();
    }
    System.out.printf(
        Locale.ROOT, "standing: %d seeds from %d, %,d tasks: %s%n", SEEDS, first, tasks, counts);
    assertThat(counts)
        .containsKeys(
            "given",
            "taken by message",
            "message lost",
            "message late",
            "rode",
            "rode in vain",
            "exchanged",
            "exchanged in vain",
            "adopted",
            "adopted later",
            "late stand",
            "late exchange",
            "late offer",
            "late claim",
            "reply lost of stand",
            "reply lost of exchange",
            "reply lost of offer");
  }

  @ParameterizedTest
  @EnumSource
  void aRuleThatIsRemovedIsMissed(StandingMutant mutant) {
    for (long seed = 1; seed <= SEEDS_TO_FIND; seed++) {
      try {
        simulation(mutant.variant(), seed).run(STEPS);
      } catch (StandingWorld.Violation found) {
        return;
      }
    }
    throw new AssertionError(mutant + " is not missed in " + SEEDS_TO_FIND + " seeds");
  }

  private static StandingSimulation simulation(Variant variant, long seed) {
    return new StandingSimulation(line, listener, variant, seed);
  }
}
