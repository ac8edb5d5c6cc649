package io.sluice.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static final int LETTERS = 0x180;

  @Test
  void everyLetterIsJudgedAsByThePatternThatMessagesShow() {
    for (char letter = 0; letter < LETTERS; letter++) {
      for (String value : new String[] {"" + letter, "a" + letter, letter + "a"}) {
        assertThat(Grammar.isName(value)).isEqualTo(Pattern.matches(Grammar.NAME, value));
        boolean dots = value.equals(".");
        assertThat(Grammar.isId(value)).isEqualTo(!dots && Pattern.matches(Grammar.ID, value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 127, 128, 129})
  void everyLengthIsJudgedAsByThePatternThatMessagesShow(int length) {
    String value = "a".repeat(length);

    assertThat(Grammar.isName(value)).isEqualTo(Pattern.matches(Grammar.NAME, value));
    assertThat(Grammar.isId(value)).isEqualTo(Pattern.matches(Grammar.ID, value));
  }
}
