package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private final SluiceConfig config = SluiceConfig.of("redis://localhost");

  @Test
  void itIsASettingOfTheEngine() {
    Waiting waiting = Waiting.DEFAULT.withBlockingConnections(3).withPoll(Duration.ofSeconds(7));

    assertThat(config.waiting()).isEqualTo(Waiting.DEFAULT);
    assertThat(config.withWaiting(waiting).waiting())
        .isEqualTo(new Waiting(3, Duration.ofSeconds(7)));
    assertThat(config.withWaiting(waiting).withNamespace("n").withMaintainAllQueues(true).waiting())
        .isEqualTo(waiting);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByItsNameAndValue() {
    assertThatThrownBy(() -> Waiting.DEFAULT.withBlockingConnections(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("waiting.blockingConnections")
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Waiting.DEFAULT.withPoll(Duration.ofMillis(99)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("waiting.poll")
        .hasMessageContaining("PT0.099S");
  }
}
