package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestIdTest {
  @Test
  void isTheCallersOwnIfThatIsValid() {
    assertThat(RequestId.of("a-B_1.z")).isEqualTo("a-B_1.z");
  }

  @Test
  void isAFreshOneOtherwise() {
    for (String bad : new String[] {null, "", "a b", "a\nb", "x".repeat(65), "<script>"}) {
      assertThat(RequestId.of(bad)).matches("[a-z0-9]{1,13}").isNotEqualTo(RequestId.of(bad));
    }
  }
}
