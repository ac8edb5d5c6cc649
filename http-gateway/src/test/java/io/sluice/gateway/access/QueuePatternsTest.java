package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueuePatternsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*         | anything      | true",
        "email     | email         | true",
        "email     | email-eu      | false",
        "email     | Email         | false",
        "email-*   | email-        | true",
        "email-*   | email-eu      | true",
        "email-*   | email         | false",
        "email-*   | my-email-eu   | false",
        "*-eu      | email-eu      | true",
        "*-eu      | email-eu-2    | false",
        "a*b*c     | a-b-b-c       | true",
        "a*b*c     | a-c-b         | false",
        "a**b      | ab            | true",
        "sms,mail* | mail.x        | true",
        "sms,mail* | fax           | false",
        "e.ail     | email         | false",
      })
  void matchNamesWhereAStarStandsForAnyCharacters(String patterns, String queue, boolean reached) {
    assertThat(QueuePatterns.parse(patterns).match(queue)).isEqualTo(reached);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "email,", "e mail", "email:*", "{email}", "[a-z]"})
  void areRefusedWhenTheyCouldMatchNoQueue(String patterns) {
    assertThatThrownBy(() -> QueuePatterns.parse(patterns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + patterns + "'");
  }
}
