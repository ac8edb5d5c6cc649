package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ETagTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v1\"|true",
        "W/\"v1\"|true",
        "\"v0\", \"v1\"|true",
        "*|true",
        "v1|false",
        "\"v2\"|false",
        "\"\"|false",
      })
  void isFoundAmongTheTagsThatTheCallerHas(String ifNoneMatch, boolean found) {
    assertThat(new ETag("v1").isIn(List.of(ifNoneMatch))).isEqualTo(found);
  }
}
