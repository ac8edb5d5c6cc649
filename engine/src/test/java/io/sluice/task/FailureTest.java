package io.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void aFailureIsTheClassAndTheMessageOfItsError() {
    Failure failure = Failure.of(new IllegalStateException("broken"));

    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("broken");
    assertThat(failure.at()).isNull();
  }

  @Test
  void anErrorWithoutAMessageHasAnEmptyOne() {
    assertThat(Failure.of(new IllegalStateException()).message()).isEmpty();
  }

  @Test
  void aMessageIsOneLineAndBounded() {
    Failure failure = Failure.of("T", "a\r\nb\tc\u0000" + "x".repeat(5_000));

    assertThat(failure.message()).startsWith("a b c x").hasSizeLessThanOrEqualTo(1_000);
  }
}
