package io.sluice.gateway.cli.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.gateway.json.JsonTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTextTest {
  private static final JsonTree BEFORE = JsonTree.parse("{\"a\":{\"weight\":2,\"maxBacklog\":9}}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a=weight:4|{\"a\":{\"weight\":4,\"maxBacklog\":9}}",
        "a=maxBacklog:none,maxConcurrency:1|{\"a\":{\"weight\":2,\"maxConcurrency\":1}}",
        "a=none|{}",
        "a=b=weight:1|{\"a\":{\"weight\":2,\"maxBacklog\":9},\"a=b\":{\"weight\":1}}",
        "b=rate:10/s:20|{\"a\":{\"weight\":2,\"maxBacklog\":9},\"b\":{\"rate\":{\"limit\":10,"
            + "\"per\":\"1s\",\"burst\":20}}}",
      })
  void changesWhatIsNamedAndLeavesTheRest(String change, String rules) {
    assertThat(GroupText.change(BEFORE, change).compact()).isEqualTo(rules);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "=weight:1", "a=", "a=weight", "a=weight:x", "a=share:1", "a=rate:10", "a=,"})
  void saysWhatAChangeMustLookLike(String change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupText.change(BEFORE, change))
        .withMessageStartingWith("must be ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "100/s|{\"limit\":100,\"per\":\"1s\"}",
        "10/5m|{\"limit\":10,\"per\":\"5m\"}",
        "10/PT30S:7|{\"limit\":10,\"per\":\"PT30S\",\"burst\":7}",
        "1/500ms|{\"limit\":1,\"per\":\"500ms\"}",
      })
  void aRateIsOneWord(String text, String rate) {
    assertThat(RateText.parse(text).compact()).isEqualTo(rate);
  }

  @Test
  void saysWhatARateMustLookLike() {
    for (String text : new String[] {"100", "/s", "x/s", "10/", "10/s:", "10/s:x", "10/s:1:1"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RateText.parse(text))
          .withMessage("must be " + RateText.FORM + ", is " + text);
    }
  }
}
