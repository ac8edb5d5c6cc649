package io.sluice.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibrariesTest {
  @Test
  void theVersionsOfThisProcessAreFound() {
    assertThat(Libraries.found().shown())
        .matches("Lettuce \\d+\\..*, Netty 4\\..*, Reactor 3\\..*, Java \\d+.*");
  }

  @ParameterizedTest
  @CsvSource({
    "6.6.0.RELEASE, 4.1.135.Final, 3.7.19",
    "6.8.2.RELEASE, 4.2.15.Final, 3.8.6",
    "7.7.0.RELEASE, 4.2.17.Final, 3.8.7",
    "10.0.0, 5.0.0, 4.0.0",
    "'', '', ''",
    "next, 4.1, 3.8"
  })
  void whatSluiceRunsOnIsTaken(String lettuce, String netty, String reactor) {
    assertThatCode(() -> new Libraries(lettuce, netty, reactor).require())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "6.5.9.RELEASE, 4.1.135.Final, 3.7.19, Lettuce 6.5.9.RELEASE is too old, lettuce-core:6.8.2",
    "6.8.2.RELEASE, 4.0.99.Final, 3.7.19, Netty 4.0.99.Final is too old, netty-bom",
    "7.7.0.RELEASE, 4.1.135.Final, 3.8.7, Lettuce 7.7.0.RELEASE needs Netty 4.2,"
        + " lettuce-core:6.8.2",
    "6.8.2.RELEASE, 4.1.135.Final, 3.6.18, Reactor 3.6.18 is too old, reactor-bom"
  })
  void whatIsTooOldIsNamedWithWhatToWrite(
      String lettuce, String netty, String reactor, String says, String write) {
    assertThatThrownBy(() -> new Libraries(lettuce, netty, reactor).require())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(says, write);
  }
}
