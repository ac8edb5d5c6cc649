package io.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.FirstSeed;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The server in memory against a real one: the same random calls of all scripts give the same
 * replies, and leave the same keys, values, times to live and messages. {@code -Dtwins.seed=N}
 * begins with a seed, {@code -Dtwins.calls=N} sets how many calls are made.
 */
class DifferentialTest {
  private static final int CALLS_A_SEED = 300;

  /** Within so many seeds a difference comes up. */
  private static final int SEEDS_TO_FIND = 20;

  /** Of so many calls each script has one at least. */
  private static final int CALLS_A_SCRIPT = 500;

  /** Of so many calls each script has one with an effect at least. */
  private static final int CALLS_AN_EFFECT = 3_000;

  private static TestRedis redis;

  /** A run goes on for so many times its calls while some script was hardly tried. */
  private static final long MOST_TIMES = 4;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void bothServersDoTheSame() {
    bothDoTheSame(Integer.getInteger("twins.calls", 6_000));
  }

  @Test
  @Tag("proof")
  void bothServersDoTheSameForLong() {
    bothDoTheSame(Integer.getInteger("twins.calls", 120_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'LPUSH' or 'RPUSH'    | 'RPUSH' or 'RPUSH'      | differs after
          'LPUSH' or 'RPUSH'    | 'LPUSH' or 'LPUSH'      | differs after
          return {'ok'          | return {'done'          | reply differs after
          'PUBLISH', events,    | 'PUBLISH', events, 1 .. | messages differs after
          'EX', RECEIPT_SECONDS | 'EX', 60                | ttl of
          """)
  void aDifferenceIsFound(String from, String to, String found) {
    try (RealTwin real = new RealTwin(redis.port())) {
      ModelTwin changed = new ModelTwin(text -> text.replace(from, to));
      Coverage coverage = new Coverage();
      Twins twins = new Twins(real, changed, coverage);

      assertThatThrownBy(
              () -> {
                for (int seed = 1; seed <= SEEDS_TO_FIND; seed++) {
                  new RandomLife(seed, twins, coverage).run(CALLS_A_SEED);
                }
              })
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(found);
    }
  }

  private static void bothDoTheSame(int calls) {
    long first = FirstSeed.of("twins");
    Coverage coverage = new Coverage();
    long begun = System.nanoTime();
    long done = 0;
    try (RealTwin real = new RealTwin(redis.port())) {
      Twins twins = new Twins(real, new ModelTwin(), coverage);
      for (long seed = first;
          done < calls || (done < MOST_TIMES * calls && !missing(coverage, calls).isEmpty());
          seed++) {
        try {
          new RandomLife(seed, twins, coverage).run(CALLS_A_SEED);
        } catch (Throwable failed) {
          throw new AssertionError(
              "with -Dtwins.seed=" + seed + ": " + failed.getMessage(), failed);
        }
        done += twins.calls();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "twins: %,d calls from seed %d in %,d ms%ntwins:%s%n",
        done,
        first,
        Duration.ofNanos(System.nanoTime() - begun).toMillis(),
        coverage);
    assertThat(missing(coverage, calls)).as("scripts that were hardly tried").isEmpty();
    for (String what : new String[] {"BLMOVE", "damage", "leap", "refused", "set back"}) {
      assertThat(coverage.times(what)).as(what).isPositive();
    }
  }

  private static List<String> missing(Coverage coverage, int calls) {
    return coverage.missing(calls / CALLS_A_SCRIPT, calls / CALLS_AN_EFFECT);
  }
}
