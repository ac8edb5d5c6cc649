package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise of letters, over the scripts of production. {@code -Dletters.seed=N} begins with a
 * seed, {@code -Dletters.seeds=N} runs so many.
 */
@Tag("scaled")
class LettersTest {
  private static final int SEEDS = Integer.getInteger("letters.seeds", 8);

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
  }

  /** Lines that end and begin anew: a short tail, and no rest. */
  @Test
  void linesThatEndAndBeginAnewLoseNothing() {
    judge(new LetterScripts(LetterMutant.linesThatEndSoon()), Math.max(1, SEEDS / 4), "");
  }

  /** In it a source comes back as it was before two others had written in its place. */
  @ParameterizedTest
  @ValueSource(longs = 3069)
  void aSeedThatTookLettersTwiceDoesNotAnyMore(long seed) {
    LetterScripts scripts = new LetterScripts(LetterMutant.linesThatEndSoon());

    assertThat(new LetterSimulation(SITES, scripts, seed, false).run()).isEmpty();
  }

  /** Where the server does not tell which process it is, more is given again. */
  @Test
  void withoutTheProcessNothingIsLost() {
    Change nothingTold = new Change("lib/process.lua", "master_replid", "nothing");
    judge(new LetterScripts(List.of(nothingTold)), Math.max(1, SEEDS / 4), "taken");
  }

  @Test
  void eachLetterIsTakenOnceWhateverIsLostLateOrSetBack() {
    judge(new LetterScripts(List.of()), SEEDS, "");
  }

  /**
   * @param excused how violations begin that are no promise here; empty for none
   */
  private static void judge(LetterScripts scripts, int seeds, String excused) {
    Series series =
        Series.run(
            "letters",
            seeds,
            (seed, restarts) -> new LetterSimulation(SITES, scripts, seed, restarts),
            violation -> excused.isEmpty() || !violation.startsWith(excused));

    assertThat(series.violations()).isEmpty();
    assertThat(series.counts().get("letters")).isGreaterThan(20 * seeds);
  }
}
