package io.sluice.letters.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.letters.Series;
import io.sluice.letters.Site;
import io.sluice.script.LetterScripts;
import io.sluice.testing.RecordedSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise of batches, over the scripts of production; and the judge is judged: without any one
 * rule it finds what breaks. {@code -Dbatch.seed=N} begins with a seed, {@code -Dbatch.seeds=N}
 * runs so many.
 */
@Tag("scaled")
class BatchesTest {
  private static final RecordedSeeds SEEDS = RecordedSeeds.of(BatchesTest.class);
  private static final int PROMISED = Integer.getInteger("batch.seeds", 2);

  private static final int MOST_SEEDS = 60;

  /** A build tries one of so many, the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("mutants.oneOf", 24);

  private static final List<Site> SITES = new ArrayList<>();

  @BeforeAll
  static void start() {
    for (int i = 0; i < 3; i++) {
      SITES.add(new Site());
    }
  }

  @AfterAll
  static void stop() {
    SITES.forEach(Site::close);
    SEEDS.close();
  }

  @Test
  void eachBatchEndsOnceWithTheCountsOfARecountWhateverGoesWrong() {
    LetterScripts scripts = LetterScripts.ofWork(List.of());
    Series series =
        Series.run(
            "batch",
            PROMISED,
            (seed, restarts) -> new BatchSimulation(SITES, scripts, seed, restarts));

    assertThat(series.violations()).isEmpty();
    assertThat(series.counts().get("batches ended")).isGreaterThan(2 * PROMISED);
    assertThat(series.counts().get("members")).isGreaterThan(10 * PROMISED);
  }

  /** Seeds that once found a fault. */
  @ParameterizedTest
  @ValueSource(longs = 1489)
  void whatWasMendedStaysMended(long seed) {
    LetterScripts scripts = LetterScripts.ofWork(List.of());

    assertThat(new BatchSimulation(SITES, scripts, seed, false).run()).isEmpty();
  }

  static Stream<BatchMutant> tried() {
    BatchMutant[] all = BatchMutant.values();
    return IntStream.range(0, all.length).filter(i -> i % ONE_OF == 0).mapToObj(i -> all[i]);
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aRuleThatIsRemovedIsMissed(BatchMutant mutant) {
    LetterScripts scripts = LetterScripts.ofWork(mutant.changes());
    OptionalLong recorded = SEEDS.of(mutant);
    if (recorded.isPresent() && isMissed(scripts, recorded.getAsLong())) {
      return;
    }
    long seed = 1;
    while (seed <= MOST_SEEDS && !isMissed(scripts, seed)) {
      seed++;
    }
    assertThat(seed).as("seeds in which %s was not found", mutant).isLessThanOrEqualTo(MOST_SEEDS);
    SEEDS.found(mutant, seed);
  }

  private static boolean isMissed(LetterScripts scripts, long seed) {
    return !new BatchSimulation(SITES, scripts, seed, false).run().isEmpty();
  }

  /** Fast, so that a rule that was moved or written in other words is met at once. */
  @ParameterizedTest
  @EnumSource(BatchMutant.class)
  void theRuleIsThereToBeRemoved(BatchMutant mutant) {
    assertThatCode(() -> LetterScripts.ofWork(mutant.changes())).doesNotThrowAnyException();
  }
}
