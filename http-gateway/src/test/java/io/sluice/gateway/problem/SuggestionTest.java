package io.sluice.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("maxAttempts", "max", "delay", "id", "tags");

  @ParameterizedTest
  @CsvSource({
    "maxAttemps, maxAttempts",
    "max_attempts, maxAttempts",
    "MAXATTEMPTS, maxAttempts",
    "dealy, ",
    "delays, delay",
    "tag, tags",
    "colour, ",
    "ix, id"
  })
  void isTheNearestKnownNameOrNone(String written, String meant) {
    assertThat(Suggestion.nearest(written, KNOWN).orElse(null)).isEqualTo(meant);
  }
}
