package io.sluice.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Times, durations and documents from anybody: read, or refused in the way that is declared. With
 * JAZZER_FUZZ=1 and -Djazzer.hooks=true each target looks for new inputs.
 */
class WireFuzzTest {
  @Property(tries = 1_000)
  void anyTextIsReadOrRefused(@ForAll String text, @ForAll byte[] bytes) {
    duration(text.getBytes(UTF_8));
    time(text.getBytes(UTF_8));
    json(bytes);
  }

  @FuzzTest
  void duration(byte[] bytes) {
    Duration duration;
    try {
      duration = WireDuration.parse(new String(bytes, UTF_8));
    } catch (DateTimeException | ArithmeticException refused) {
      return;
    }
    assertThat(duration).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(WireDuration.parse(WireDuration.format(duration))).isEqualTo(duration);
  }

  @FuzzTest
  void time(byte[] bytes) {
    Instant time;
    try {
      time = WireTime.parse(new String(bytes, UTF_8));
    } catch (DateTimeException refused) {
      return;
    }
    Instant again = WireTime.parse(WireTime.format(time));
    assertThat(Duration.between(again, time)).isBetween(Duration.ZERO, Duration.ofMillis(1));
  }

  @FuzzTest
  void json(byte[] bytes) {
    if (Json.isJson(bytes)) {
      assertThat(new String(bytes, UTF_8).getBytes(UTF_8)).isEqualTo(bytes);
    }
  }
}
