package io.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void theTraceOfAnErrorIsKeptAsFarAsItFitsWithTheFirstCause() {
    Throwable cause = new IllegalArgumentException("the cause");
    String trace = Failure.of(new IllegalStateException("outer", cause)).trace();

    assertThat(trace)
        .startsWith("java.lang.IllegalStateException: outer\n\tat io.sluice.task.FailureTest")
        .contains("Caused by: java.lang.IllegalArgumentException: the cause")
        .hasSizeLessThanOrEqualTo(Failure.MAX_TRACE);
    Throwable deep = new IllegalStateException("x".repeat(10_000), cause);
    assertThat(Failure.of(deep).trace())
        .contains("Caused by: java.lang.IllegalArgumentException")
        .hasSizeLessThanOrEqualTo(Failure.MAX_TRACE);
  }

  @Test
  void anErrorThatThrowsWhenItIsAskedHasWhatCouldBeReadOfItsTrace() {
    Failure failure =
        Failure.of(
            new IllegalStateException("inner") {
              private static final long serialVersionUID = 1L;

              @Override
              @SuppressWarnings("OverrideThrowableToString") // this is what is tried
              public String toString() {
                throw new IllegalStateException("no");
              }
            });

    assertThat(failure.type()).contains("FailureTest");
  }

  @Test
  void aTraceHasNoControlCharactersButLineBreaks() {
    assertThat(Failure.of("T", "m", "a\r\n\tb\u001ec\u0000").trace()).isEqualTo("a\n\tb c");
    assertThat(Failure.of("T", "m", " ").trace()).isNull();
  }

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
