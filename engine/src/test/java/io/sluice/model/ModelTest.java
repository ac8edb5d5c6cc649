package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Variant;
import io.sluice.testing.FirstSeed;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The promise over the scripts of production: whatever is lost, late, doubled or dead, each
 * accepted task ends once. {@code -Dmodel.seed=N} begins with a seed, {@code -Dmodel.seeds=N} runs
 * so many.
 */
@Tag("scaled")
class ModelTest {
  private static final int SEEDS = Integer.getInteger("model.seeds", 6);
  private static final int STEPS = Integer.getInteger("model.steps", 3000);

  /** With fewer, a listed fault may not come up. */
  private static final int ENOUGH_FOR_EVERY_FAULT = 10;

  /** As many times the seeds may be run until every listed fault has fired. */
  private static final long MOST_TIMES = 4;

  @Test
  void whateverGoesWrongNothingIsLostAndNothingEndsTwice() {
    long first = FirstSeed.of("model");
    System.out.println("model: " + SEEDS + " seeds from " + first);
    Faults faults = new Faults();
    long accepted = 0;
    long executions = 0;
    long start = System.nanoTime();
    try (TestRedis redis = TestRedis.start();
        RedisLine line = new RedisLine(redis.port())) {
      for (long seed = first; seed < first + SEEDS || goesOn(seed - first, faults); seed++) {
        Simulation simulation = new Simulation(line, Variant.PRODUCTION, seed);
        simulation.run(STEPS);
        faults.add(simulation.faults());
        accepted += simulation.accepted();
        executions += simulation.executions();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "model: %,d tasks, %,d executions, %,d faults injected in %,d ms%nmodel: %s%n",
        accepted,
        executions,
        faults.injected(),
        Duration.ofNanos(System.nanoTime() - start).toMillis(),
        faults);
    if (SEEDS >= ENOUGH_FOR_EVERY_FAULT) {
      assertThat(faults.missing()).as("listed faults that never fired").isEmpty();
    }
    assertThat(accepted).isGreaterThan(100L * SEEDS);
  }

  /** Some faults are rare: a run goes on for them, but not for ever. */
  private static boolean goesOn(long seeds, Faults faults) {
    return SEEDS >= ENOUGH_FOR_EVERY_FAULT
        && seeds < MOST_TIMES * SEEDS
        && !faults.missing().isEmpty();
  }
}
