package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.LetterScripts;
import java.util.ArrayList;
import java.util.List;
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
    Series series =
        Series.run(
            "follow",
            SEEDS,
            (seed, restarts) ->
                new FollowSimulation(SITES, scripts, Habit.AS_IT_IS, seed, restarts));

    assertThat(series.violations()).isEmpty();
    assertThat(series.counts().get("follow-ups")).isGreaterThan(20 * SEEDS);
    assertThat(series.counts().getOrDefault(Survivors.EXEMPT, 0))
        .as("follow-ups that only the exemption excuses")
        .isLessThanOrEqualTo(1 + SEEDS / MOST_EXEMPT_ONE_OF);
  }
}
