package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "0, PT1S",
    "86400, PT1H",
    "99999999999999999999, PT1H",
    "'Mon, 30 Nov 2026 12:00:30 GMT', PT30S",
    "'Monday, 30-Nov-26 12:00:30 GMT', PT30S",
    "'Mon Nov 30 12:00:30 2026', PT30S",
    "'Mon, 30 Nov 2026 11:00:00 GMT', PT1S",
    "'Mon, 30 Nov 2026 23:00:00 GMT', PT1H"
  })
  void isReadAsSecondsAndAsADate(String header, Duration wanted) {
    assertThat(RetryAfter.of(header, null, NOW)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"''", "soon", "-1", "1.5", "7s", "'2026-11-30T12:00:30Z'"})
  void whatCannotBeReadSaysNothing(String header) {
    assertThat(RetryAfter.of(header, null, NOW)).isNull();
  }

  @Test
  void aDateCountsFromTheTimeOfTheTargetWhereItTellsIt() {
    String end = "Mon, 30 Nov 2026 13:00:30 GMT";

    assertThat(RetryAfter.of(end, "Mon, 30 Nov 2026 13:00:00 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.of(end, "long ago", NOW)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void whereThereIsNoneThereIsNone() {
    assertThat(RetryAfter.of(null, null, NOW)).isNull();
  }
}
