package io.sluice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectWarningTest {
  private static final Instant AUGUST = Instant.parse("2027-08-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unix|0 0 9 1-7 * MON|spring|2027-08-01T09:00:00Z|",
        "unix|0 0 9 * * */2|spring|2027-08-03T09:00:00Z|2027-08-02T09:00:00Z",
        "unix|0 0 */2 * 1|debian|2027-08-02T00:00:00Z|",
        "unix|0 0 13 * 0-6|debian, kubernetes, bullmq, sidekiq||2027-08-02T00:00:00Z",
        "unix|0 0 1-31 * 1|debian, kubernetes, bullmq, sidekiq||2027-08-03T00:00:00Z",
        "unix|0 0 * * 5/2|kubernetes, sidekiq|2027-08-08T00:00:00Z|",
        "unix|0 0 * * sun/2|sidekiq|2027-08-03T00:00:00Z|",
        "unix|*/5 * */2 * 1|debian|2027-08-01T00:05:00Z|",
        "spring|0 0 9 ? * 5#3|quartz|2027-08-20T09:00:00Z|2027-08-19T09:00:00Z",
        "bullmq|0 0 9 ? * 5L|quartz|2027-08-27T09:00:00Z|2027-08-26T09:00:00Z"
      })
  void tellsWhereTheExpressionWouldFireOtherwise(
      String dialect, String cron, String others, String here, String there) {
    List<DialectWarning> warnings = warnings(dialect, cron);

    assertThat(warnings.stream().map(each -> each.dialect().word()).toList())
        .containsExactly(others.split(", "));
    for (DialectWarning warning : warnings) {
      assertThat(warning.detail()).isNotEmpty();
      if (here != null) {
        assertThat(warning.here()).contains(Instant.parse(here));
      }
      if (there != null) {
        assertThat(warning.there()).contains(Instant.parse(there));
      }
      assertThat(warning.here()).noneMatch(warning.there()::contains);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/5 * * * *",
        "0 9 * * 1-5",
        "0 0 13 * *",
        "@daily",
        "0 30 2 * * *",
        "0 0 13 * 5",
        "0 0 9 * * MON-FRI"
      })
  void saysNothingWhereAllAgree(String cron) {
    assertThat(warnings("unix", cron)).isEmpty();
  }

  @Test
  void aRateHasNoDialect() {
    assertThat(DialectWarning.of(new Timing.Every(Duration.ofSeconds(5)), AUGUST)).isEmpty();
    assertThat(warnings("kubernetes", "@every 90s")).isEmpty();
  }

  private static List<DialectWarning> warnings(String dialect, String cron) {
    Cron read = Cron.parse(cron, Dialect.valueOf(dialect.toUpperCase(Locale.ROOT)));
    return DialectWarning.of(new Timing.ByCron(read, ZoneId.of("UTC")), AUGUST);
  }
}
