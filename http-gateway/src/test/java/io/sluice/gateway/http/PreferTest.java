package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=5|5|false",
        "WAIT = 5|5|false",
        "wait=\"5\"|5|false",
        "wait=5;strict|5|false",
        "wait=0|0|false",
        "wait=61|60|false",
        "wait=999999999|60|false",
        "wait=5, return=minimal|5|true",
        "return=representation, return=minimal|0|false",
        "wait=3, wait=9|3|false",
        "respond-async, wait=7, handling=lenient|7|false",
        "wait|0|false",
        "wait=|0|false",
        "wait=-1|0|false",
        "wait=1.5|0|false",
        "wait=9999999999999999999|0|false",
        "wait=x, wait=4|4|false",
        "return=minimal;foo=bar|0|true",
        ",;=,=|0|false",
      })
  void takesWhatItKnowsAndIgnoresTheRest(String header, long seconds, boolean minimal) {
    Prefer prefer = Prefer.parse(List.of(header));

    assertThat(prefer.waitFor()).hasSeconds(seconds);
    assertThat(prefer.minimal()).isEqualTo(minimal);
    assertThat(prefer.waits()).isEqualTo(seconds > 0);
  }

  @Test
  void readsAllItsHeaders() {
    assertThat(Prefer.parse(List.of("wait=2", "return=minimal")).minimal()).isTrue();
    assertThat(Prefer.parse(List.of()).waits()).isFalse();
  }
}
