package io.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long many things are put off. */
class SpacingTest {
  private static final long START = System.nanoTime();

  private final Spacing spacing = Spacing.ofTasksForOthers();

  @Test
  void oneAloneWaitsForTheLeastTime() {
    assertThat(at(Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(at(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void manyComeBackOneAfterTheOther() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(at(Duration.ZERO)).isEqualTo(Duration.ofSeconds(5).plusMillis(10L * i));
    }
    assertThat(at(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(13));
  }

  @Test
  void noneWaitsLongerThanAMinute() {
    Duration last = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      last = at(Duration.ZERO);
    }
    assertThat(last).isEqualTo(Duration.ofMinutes(1));
  }

  private Duration at(Duration since) {
    return spacing.next(START + since.toNanos());
  }
}
