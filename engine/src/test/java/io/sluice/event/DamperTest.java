package io.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DamperTest {
  @Test
  void theFirstOfARowIsLetThroughAndItsRepetitionsAreNot() {
    Damper damper = new Damper(Duration.ofMinutes(1));
    assertThat(damper.lets("promote on mail")).isTrue();
    assertThat(damper.lets("promote on mail")).isFalse();
    assertThat(damper.lets("reap on mail")).isTrue();
  }
}
