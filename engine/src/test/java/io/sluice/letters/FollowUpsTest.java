package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.LetterScripts;
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
 * The promise of follow-ups, over the scripts of production. {@code -Dfollow.seed=N} begins with a
 * seed, {@code -Dfollow.seeds=N} runs so many.
 */
@Tag("scaled")
class FollowUpsTest {
  private static final int SEEDS = Integer.getInteger("follow.seeds", 3);

  /** Of so many seeds one kills servers and starts them with an older file. */
  private static final int RESTARTS_ONE_OF = 12;

  /** Failovers of one source in a row excuse hardly more than one follow-up in so many seeds. */
  private static final int MOST_EXEMPT_ONE_OF = 50;

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

  @Test
  void eachFollowUpOfAnAcceptedOutcomeIsTakenOnceWhateverGoesWrong() {
    LetterScripts scripts = LetterScripts.ofWork(List.of());
    long first = FirstSeed.of("follow");
    Map<String, Integer> counts = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    long begun = System.nanoTime();
    for (long seed = first; seed < first + SEEDS; seed++) {
      boolean restarts = seed % RESTARTS_ONE_OF == 0;
      FollowSimulation simulation =
          new FollowSimulation(SITES, scripts, Habit.AS_IT_IS, seed, restarts);
      for (String violation : simulation.run()) {
        violations.add("seed " + seed + ": " + violation);
      }
      simulation.counts().forEach((what, n) -> counts.merge(what, n, Integer::sum));
    }
    System.out.printf(
        "follow-ups: %d seeds from %d in %,d ms: %s%n",
        SEEDS, first, Duration.ofNanos(System.nanoTime() - begun).toMillis(), counts);

    assertThat(violations).isEmpty();
    assertThat(counts.get("follow-ups")).isGreaterThan(20 * SEEDS);
    assertThat(counts.getOrDefault(Survivors.EXEMPT, 0))
        .as("follow-ups that only the exemption excuses")
        .isLessThanOrEqualTo(1 + SEEDS / MOST_EXEMPT_ONE_OF);
  }
}
