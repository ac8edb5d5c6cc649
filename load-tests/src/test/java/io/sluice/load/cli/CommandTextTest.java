package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {
  @ParameterizedTest
  @CsvSource({
    "redis://host:6379, redis://host:6379",
    "redis://:secret@host:6379/1, redis://:***@host:6379/1",
    "redis://user:secret@host, redis://user:***@host",
    "rediss://secret@host, rediss://***@host",
    "--target=redis://user:secret@host, --target=redis://user:***@host",
    "http://user:secret@host/path, http://user:***@host/path",
    "a@b, a@b",
  })
  void passwordsAreMasked(String argument, String shown) {
    assertThat(CommandText.masked(argument)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://user:secret@secret:secret@host",
        "redis://user:secret/secret@host",
        "redis://user:secret secret@host",
        "redis://:@secret@host",
        "redis-sentinel://secret@host",
        "redis://user:secret\nsecret@host"
      })
  void noPartOfAStrangePasswordIsShown(String argument) {
    assertThat(CommandText.masked(argument)).doesNotContain("secret").contains("host");
  }

  @Test
  void theTextCanBeGivenToAShellAgain() {
    assertThat(CommandText.of(List.of("run", "e2e", "--slo", "e2e.p99<5ms", "--out", "it's", "")))
        .isEqualTo("sluice-load run e2e --slo 'e2e.p99<5ms' --out 'it'\\''s' ''");
  }
}
