package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.load.pace.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({"100/s, 100", "5k/s, 5000", "5000, 5000", "2.5k/s, 2500", "0.5/s, 0.5", "5K/S, 5000"})
  void readsRates(String text, double perSecond) {
    assertThat(Quantity.rate(text)).isEqualTo(new Rate(perSecond));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "-5/s", "5/m", "0/s", "2m/s", "5k/s/s", "1e3"})
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> Quantity.rate(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rate");
  }

  @ParameterizedTest
  @CsvSource({"200B, 200", "200, 200", "1KiB, 1024", "2kb, 2000", "1.5KiB, 1536", "1MiB, 1048576"})
  void readsSizes(String text, int bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "-1B", "200X", "0.5B", "9999MiB"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Quantity.bytes(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"300000, 300000", "500k, 500000", "2m, 2000000", "1.5k, 1500"})
  void readsCounts(String text, int count) {
    assertThat(Quantity.count(text)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"30s, 30000", "500ms, 500", "2m, 120000", "1h, 3600000", "0s, 0", "1.5s, 1500"})
  void readsDurations(String text, long millis) {
    assertThat(Quantity.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aNumberThatCannotBeHeldIsRefusedAndNotCutOff() {
    String digits = "9".repeat(400);
    assertThatThrownBy(() -> Quantity.duration("3000000000h")).hasMessageContaining("is too large");
    assertThatThrownBy(() -> Quantity.duration(digits + "s")).hasMessageContaining("is too large");
    assertThatThrownBy(() -> Quantity.share(digits + "%")).hasMessageContaining("is too large");
  }

  @Test
  void aDurationNeedsAUnit() {
    assertThatThrownBy(() -> Quantity.duration("30"))
        .hasMessage("duration '30' is none: write it like 500ms, 30s, 2m");
  }
}
