package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Change;
import io.sluice.testing.FirstSeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The promise of letters, over the scripts of production. {@code -Dletters.seed=N} begins with a
 * seed, {@code -Dletters.seeds=N} runs so many.
 */
@Tag("scaled")
class LettersTest {
  private static final int SEEDS = Integer.getInteger("letters.seeds", 8);

  /** Of so many seeds one kills servers and starts them with an older file. */
  private static final int RESTARTS_ONE_OF = 12;

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
    long first = FirstSeed.of("letters");
    Map<String, Integer> counts = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    long begun = System.nanoTime();
    for (long seed = first; seed < first + seeds; seed++) {
      boolean restarts = seed % RESTARTS_ONE_OF == 0;
      LetterSimulation simulation = new LetterSimulation(SITES, scripts, seed, restarts);
      for (String violation : simulation.run()) {
        if (excused.isEmpty() || !violation.startsWith(excused)) {
          violations.add("seed " + seed + ": " + violation);
        }
      }
      simulation.counts().forEach((what, n) -> counts.merge(what, n, Integer::sum));
    }
    System.out.printf(
        "letters: %d seeds from %d in %,d ms: %s%n",
        seeds, first, Duration.ofNanos(System.nanoTime() - begun).toMillis(), counts);

    assertThat(violations).isEmpty();
    assertThat(counts.get("letters")).isGreaterThan(20 * seeds);
  }
}
