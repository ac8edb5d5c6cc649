package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge is judged: without any one rule of follow-ups it finds what breaks. */
@Tag("scaled")
class FollowMutantsTest {
  private static final RecordedSeeds SEEDS = RecordedSeeds.of(FollowMutantsTest.class);
  private static final int MOST_SEEDS = 60;

  /** A build tries one of so many, the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("mutants.oneOf", 6);

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

  static Stream<FollowMutant> tried() {
    FollowMutant[] all = FollowMutant.values();
    return IntStream.range(0, all.length).filter(i -> i % ONE_OF == 0).mapToObj(i -> all[i]);
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aRuleThatIsRemovedIsMissed(FollowMutant mutant) {
    LetterScripts scripts = LetterScripts.ofWork(mutant.changes());
    OptionalLong recorded = SEEDS.of(mutant);
    if (recorded.isPresent() && isMissed(scripts, mutant, recorded.getAsLong())) {
      return;
    }
    long seed = 1;
    while (seed <= MOST_SEEDS && !isMissed(scripts, mutant, seed)) {
      seed++;
    }
    assertThat(seed).as("seeds in which %s was not found", mutant).isLessThanOrEqualTo(MOST_SEEDS);
    SEEDS.found(mutant, seed);
  }

  private static boolean isMissed(LetterScripts scripts, FollowMutant mutant, long seed) {
    return !new FollowSimulation(SITES, scripts, mutant.habit(), seed, false).run().isEmpty();
  }

  /** Fast, so that a rule that was moved or written in other words is met at once. */
  @ParameterizedTest
  @EnumSource(FollowMutant.class)
  void theRuleIsThereToBeRemoved(FollowMutant mutant) {
    assertThatCode(() -> LetterScripts.ofWork(mutant.changes())).doesNotThrowAnyException();
  }
}
