package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  void everySettingCanBeChangedAndChangesNoOther() throws ReflectiveOperationException {
    Map<String, Object> values =
        Map.ofEntries(
            Map.entry("namespace", "n"),
            Map.entry("sessionLife", Duration.ofSeconds(2)),
            Map.entry("enqueueTimeout", Duration.ofSeconds(3)),
            Map.entry("streamTimeout", Duration.ofSeconds(4)),
            Map.entry("maxPayloadBytes", 5),
            Map.entry("maxBacklog", 6),
            Map.entry("retention", Retention.NONE),
            Map.entry("deadRetention", Retention.NONE),
            Map.entry("crashLimit", new CrashLimit(7, Duration.ZERO)),
            Map.entry("maintainAllQueues", true),
            Map.entry("waiting", Waiting.DEFAULT.withBlockingConnections(8)),
            Map.entry("redisCa", Path.of("ca.pem")),
            Map.entry("redisTls", new RedisTls(null, null, List.of("TLSv1.3"), List.of())),
            Map.entry("bytes", ByteBounds.DEFAULT.withAnswer(9_000)),
            Map.entry("failureTraces", false),
            Map.entry("compressFrom", 8));

    for (RecordComponent setting : SluiceConfig.class.getRecordComponents()) {
      if (!setting.getName().equals("redisUri")) {
        Map<String, Object> expected = settings(config);
        expected.put(setting.getName(), values.get(setting.getName()));
        assertThat(settings(changed(setting, values.get(setting.getName())))).isEqualTo(expected);
      }
    }
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
    assertRefused("compressFrom", "-1", () -> config.withCompressFrom(-1));
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

  private SluiceConfig changed(RecordComponent setting, Object value)
      throws ReflectiveOperationException {
    String name = setting.getName();
    String wither = "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return (SluiceConfig)
        SluiceConfig.class.getMethod(wither, setting.getType()).invoke(config, value);
  }

  private static Map<String, Object> settings(SluiceConfig config)
      throws ReflectiveOperationException {
    Map<String, Object> settings = new HashMap<>();
    for (RecordComponent setting : SluiceConfig.class.getRecordComponents()) {
      settings.put(setting.getName(), setting.getAccessor().invoke(config));
    }
    return settings;
  }

  private static void assertRefused(String setting, String value, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(value);
  }
}
