package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamperTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void theFirstOfARowIsLetThroughAndItsRepetitionsAreNot() {
    Damper damper = new Damper(Duration.ofMinutes(1));
    assertThat(damper.lets("promote on mail")).isTrue();
    assertThat(damper.lets("promote on mail")).isFalse();
    assertThat(damper.lets("reap on mail")).isTrue();
  }

  @Test
  void whatComesEverySecondIsToldLessAndLessOften() {
    Damper damper = new Damper(Duration.ofSeconds(5), Duration.ofMinutes(1));
    List<Integer> told = new ArrayList<>();
    for (int second = 0; second < 200; second++) {
      if (damper.untold("claim", second * SECOND) != Damper.NOT_NOW) {
        told.add(second);
      }
    }
    assertThat(told).containsExactly(0, 5, 15, 35, 75, 135, 195);
  }

  @Test
  void oneThatIsToldSaysHowManyWereNot() {
    Damper damper = new Damper(Duration.ofSeconds(5));
    for (int second = 0; second < 5; second++) {
      damper.untold("claim", second * SECOND);
    }
    assertThat(damper.untold("claim", 5 * SECOND)).isEqualTo(4);
  }

  @Test
  void whatHasBeenQuietForLongerThanItsWaitIsNew() {
    Damper damper = new Damper(Duration.ofSeconds(5), Duration.ofMinutes(1));
    damper.untold("claim", 0);
    damper.untold("claim", 5 * SECOND);

    assertThat(damper.untold("claim", 16 * SECOND)).isZero();
    assertThat(damper.untold("claim", 21 * SECOND)).isZero();
  }
}
