package io.sluice.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireDurationTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "7d, PT168H",
    "0s, PT0S",
    "PT30S, PT30S",
    "pt1.5s, PT1.5S",
    "P1DT2H, PT26H"
  })
  void readsBothFormsAndWritesIso(String text, String iso) {
    assertThat(WireDuration.format(WireDuration.parse(text))).isEqualTo(iso);
    assertThat(WireDuration.parse(iso)).isEqualTo(Duration.parse(iso));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "5 s",
        "-5s",
        "+5s",
        "5S",
        "1.5s",
        "5w",
        "s",
        "PT-5S",
        "-PT5S",
        "P1M",
        "٣s",
        "1000000000000000d",
        "999999999999999d",
        "PT99999999999999999999S"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> WireDuration.parse(text))
        .isInstanceOfAny(java.time.DateTimeException.class, ArithmeticException.class);
  }
}
