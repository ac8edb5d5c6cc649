package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Quiet times of bursts, when the clock is set back by an hour. */
class NewestSetBackTest extends SetBackClock {
  @Test
  void aQuietTimeIsOverAfterItsLengthAndNoLaterThanTheMost() {
    enqueueOnce("first", null, "ukey", 0, "debounce 10000 15000");

    setBack();

    assertThat(pull()).isEqualTo(1);
    pass(Duration.ofSeconds(9));
    enqueueOnce("second", null, "ukey", 0, "debounce 10000 15000");
    pass(Duration.ofSeconds(9));
    enqueueOnce("third", null, "ukey", 0, "debounce 10000 15000");
    assertThat(promoted()).isZero();
    pass(Duration.ofMillis(6060));
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void aQuietTimeBehindARunIsOverAfterItsLength() {
    enqueueOnce("runs", null, "ukey", 0, "keep_last");
    calls.run("open", CLAIMS, "s", LIFE_MS);
    claim();
    enqueueOnce("waits", null, "ukey", 0, "debounce 10000 0");

    setBack();

    settle("runs", "C", 0, "");
    assertThat(promoted()).isZero();
    pass(A_LITTLE_MORE);
    assertThat(promoted()).isEqualTo(1);
  }
}
