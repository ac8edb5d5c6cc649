package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.script.LetterScripts;
import io.sluice.testing.RecordedSeeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge is judged: without any one rule of letters it finds what breaks. */
@Tag("scaled")
class LetterMutantsTest {
  private static final RecordedSeeds SEEDS = RecordedSeeds.of(LetterMutantsTest.class);
  private static final int MOST_SEEDS = 80;

  /** A build tries one of so many, the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("mutants.oneOf", 3);

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

  static Stream<LetterMutant> tried() {
    LetterMutant[] all = LetterMutant.values();
    return IntStream.range(0, all.length).filter(i -> i % ONE_OF == 0).mapToObj(i -> all[i]);
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aRuleThatIsRemovedIsMissed(LetterMutant mutant) {
    LetterScripts scripts = new LetterScripts(mutant.changes());
    if (mutant.isDirected()) {
      assertThat(lostInScenes(scripts)).isNotEmpty();
      return;
    }
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

  @Test
  void inNoSceneAnythingIsLost() {
    assertThat(lostInScenes(new LetterScripts(List.of()))).isEmpty();
  }

  private static Set<String> lostInScenes(LetterScripts scripts) {
    Set<String> lost = new HashSet<>(new Directed(SITES, scripts).anOpeningPacketComesLate());
    lost.addAll(new Directed(SITES, scripts).whatTheAuthorBeforeWroteWentOnElsewhere());
    lost.addAll(new Directed(SITES, scripts).theSourceForgetsThatTheTargetHadLostALetter());
    lost.addAll(new Directed(SITES, scripts).theSourceComesBackAsBeforeTwoOthers());
    lost.addAll(new Directed(SITES, scripts).aLineEndsAndBeginsAnew());
    return lost;
  }

  private static boolean isMissed(LetterScripts scripts, long seed) {
    return !new LetterSimulation(SITES, scripts, seed, false).run().isEmpty();
  }

  /** Fast, so that a rule that was moved or written in other words is met at once. */
  @ParameterizedTest
  @EnumSource(LetterMutant.class)
  void theRuleIsThereToBeRemoved(LetterMutant mutant) {
    assertThatCode(() -> new LetterScripts(mutant.changes())).doesNotThrowAnyException();
  }
}
