package io.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.StoreCorruptedException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ClaimTokenTest {
  @Property(tries = 500)
  void theNumberIsReadBackWhateverItIs(@ForAll long number) {
    assertThat(ClaimToken.number("s.1-_:" + number + ":5")).isEqualTo(number);
  }

  @Property(tries = 500)
  void whatIsNoTokenIsToldToBeDamaged(@ForAll String text) {
    assertThatThrownBy(() -> ClaimToken.number(text + ":x:1"))
        .isInstanceOf(StoreCorruptedException.class);
  }
}
