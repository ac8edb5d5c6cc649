package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SluiceConfigTest {
  private final SluiceConfig config = SluiceConfig.of("redis://localhost");

  @Test
  void everySettingGivesNewSettingsAndLeavesTheOthers() {
    SluiceConfig changed =
        config
            .withNamespace("n")
            .withSessionLife(Duration.ofSeconds(2))
            .withEnqueueTimeout(Duration.ofSeconds(3))
            .withMaxPayloadBytes(4)
            .withMaxBacklog(5)
            .withRetention(new Retention(Duration.ofSeconds(6), 7))
            .withDeadRetention(new Retention(Duration.ofSeconds(8), 9))
            .withCrashLimit(new CrashLimit(10, Duration.ofSeconds(11)))
            .withMaintainAllQueues(true);

    assertThat(changed)
        .isEqualTo(
            new SluiceConfig(
                "redis://localhost",
                "n",
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                4,
                5,
                new Retention(Duration.ofSeconds(6), 7),
                new Retention(Duration.ofSeconds(8), 9),
                new CrashLimit(10, Duration.ofSeconds(11)),
                true));
    assertThat(config).isEqualTo(SluiceConfig.of("redis://localhost"));
  }

  @Test
  void theTimeoutOfStreamsIsASettingOfItsOwn() {
    SluiceConfig changed = config.withStreamTimeout(Duration.ofSeconds(9)).withMaxBacklog(1);

    assertThat(changed.streamTimeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(changed.enqueueTimeout()).isEqualTo(config.enqueueTimeout());
    assertThat(changed.withEnqueueTimeout(Duration.ofSeconds(1)).streamTimeout())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void whatIsOutOfRangeIsRefusedByItsNameAndValue() {
    assertRefused("namespace", "a:b", () -> config.withNamespace("a:b"));
    assertRefused("sessionLife", "PT0.999S", () -> config.withSessionLife(Duration.ofMillis(999)));
    assertRefused("enqueueTimeout", "PT0S", () -> config.withEnqueueTimeout(Duration.ZERO));
    assertRefused(
        "enqueueTimeout", "PT30M1S", () -> config.withEnqueueTimeout(Duration.ofSeconds(1801)));
    assertRefused("streamTimeout", "PT0S", () -> config.withStreamTimeout(Duration.ZERO));
    assertRefused("maxPayloadBytes", "0", () -> config.withMaxPayloadBytes(0));
    assertRefused("maxBacklog", "-1", () -> config.withMaxBacklog(-1));
    assertRefused("retention.maxAge", "PT-1S", () -> new Retention(Duration.ofSeconds(-1), 1));
    assertRefused("retention.maxCount", "-1", () -> new Retention(Duration.ZERO, -1));
    assertRefused("crashLimit.deliveries", "0", () -> new CrashLimit(0, Duration.ZERO));
    assertRefused("crashLimit.spread", "PT-1S", () -> new CrashLimit(1, Duration.ofSeconds(-1)));
  }

  @Test
  void anAddressIsShownWithoutItsPassword() {
    assertThat(SluiceConfig.of("redis://user:p@ss/word@host:1/2").redisAddress())
        .isEqualTo("redis://***@host:1/2");
    assertThat(SluiceConfig.of("redis://user:secret@host:1/2").toString())
        .contains("host:1")
        .doesNotContain("secret");
    assertThat(SluiceConfig.of("redis://user:secret@host:1/2").redisAddress())
        .isEqualTo("redis://***@host:1/2");
    assertThat(config.redisAddress()).isEqualTo("redis://localhost");
  }

  private static void assertRefused(String setting, String value, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(value);
  }
}
