package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Failure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final Failure FAILURE = Failure.of("some.Type", "with spaces, ümläute: and 7");

  @Test
  void countsWithoutAFailureAreRead() {
    assertThat(parse("0 3 ")).isEqualTo(new Attempts(0, 3, List.of()));
    assertThat(parse("2 0")).isEqualTo(new Attempts(2, 0, List.of()));
  }

  @Test
  void aFailureIsReadAsItWasWritten() {
    assertThat(parse("2 1 1790000000123 " + encoded(FAILURE)))
        .isEqualTo(
            new Attempts(
                2,
                1,
                List.of(
                    new Failure(
                        FAILURE.type(), FAILURE.message(), Instant.ofEpochMilli(1790000000123L)))));
  }

  @Test
  void aFailureWithoutAMessageIsRead() {
    assertThat(parse("1 0 5 " + encoded(Failure.of("T", ""))))
        .isEqualTo(new Attempts(1, 0, List.of(new Failure("T", "", Instant.ofEpochMilli(5)))));
  }

  @Test
  void linesOfAMessageDoNotMixWithTheRecord() {
    Failure lines = Failure.of("T\nU", "one\ntwo\r\nthree");

    assertThat(parse("1 0 5 " + encoded(lines)).history().get(0).message())
        .isEqualTo("one two three");
    assertThat(parse("1 0 5 " + encoded(lines)).history().get(0).type()).isEqualTo("T U");
  }

  @Test
  void severalFailuresAreReadNewestFirst() {
    Attempts attempts =
        parse("2 0 9 " + encoded(FAILURE) + "\u001e" + "5 " + encoded(Failure.of("first", "")));

    assertThat(attempts.history())
        .extracting(Failure::type)
        .containsExactly(FAILURE.type(), "first");
    assertThat(attempts.firstFailedAt()).isEqualTo(Instant.ofEpochMilli(5));
  }

  @Test
  void aRecordOfNothingIsNoAttempt() {
    assertThat(parse("")).isEqualTo(Attempts.NONE);
  }

  @Test
  void bytesThatNobodyWroteAreReadOrDamaged() {
    RandomBytes.neverGiveAnythingElse(Attempts::parse);
    RandomBytes.inATrueRecordNeverGiveAnythingElse(
        ("2 1 1790000000123 " + encoded(FAILURE)).getBytes(UTF_8), Attempts::parse);
    RandomBytes.inATrueRecordNeverGiveAnythingElse(
        "99999999999999999999 99999999999999999999 99999999999999999999 x".getBytes(UTF_8),
        Attempts::parse);
  }

  private static Attempts parse(String record) {
    return Attempts.parse(record.getBytes(UTF_8));
  }

  private static String encoded(Failure failure) {
    return new String(Attempts.encode(failure), UTF_8);
  }
}
