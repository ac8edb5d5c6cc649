package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Variant;
import io.sluice.testing.RecordedSeeds;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges of groups and wake-ups are judged: without any one rule they find what breaks. */
@Tag("scaled")
class FairMutantsTest {
  private static final int MOST_SEEDS = 80;
  private static final RecordedSeeds SEEDS = RecordedSeeds.of(FairMutantsTest.class);

  /** A build tries one of so many, the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("mutants.oneOf", 4);

  private static TestRedis redis;
  private static RedisLine line;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    line = new RedisLine(redis.port());
  }

  @AfterAll
  static void stop() {
    line.close();
    redis.close();
    SEEDS.close();
  }

  static Stream<FairMutant> tried() {
    FairMutant[] all = FairMutant.values();
    return IntStream.range(0, all.length).filter(i -> i % ONE_OF == 0).mapToObj(i -> all[i]);
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aRuleThatIsRemovedIsMissed(FairMutant mutant) {
    OptionalLong recorded = SEEDS.of(mutant);
    if (recorded.isPresent() && isMissed(mutant, recorded.getAsLong())) {
      return;
    }
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      if (isMissed(mutant, seed)) {
        SEEDS.found(mutant, seed);
        return;
      }
    }
    throw new AssertionError("not missed in " + MOST_SEEDS + " seeds");
  }

  /** And by nothing else: with the rule in its place, the same seed is well. */
  private static boolean isMissed(FairMutant mutant, long seed) {
    if (isWell(mutant, mutant.variant(), seed)) {
      return false;
    }
    assertThat(isWell(mutant, Variant.PRODUCTION, seed)).as("seed %s", seed).isTrue();
    return true;
  }

  private static boolean isWell(FairMutant mutant, Variant variant, long seed) {
    try {
      if (mutant.isOfWakeUps()) {
        WakeUpsTest.live(redis, line, variant, seed).close();
      } else {
        FairLife unused = FairSharesTest.live(line, variant, seed);
      }
      return true;
    } catch (AssertionError different) {
      if (different.getMessage().contains("a mutant no longer applies")) {
        throw different;
      }
      return false;
    }
  }
}
