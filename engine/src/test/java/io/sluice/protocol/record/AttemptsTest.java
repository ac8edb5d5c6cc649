package io.sluice.protocol.record;

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

  /** As versions wrote them that knew neither worker nor trace. */
  @Test
  void recordsOfEarlierVersionsAreRead() {
    Attempts old = parse("3 1 9 java.lang.Ab\nit broke\u001e7 T\n\u001e5 io.U\nfirst one");

    assertThat(old)
        .isEqualTo(
            new Attempts(
                3,
                1,
                List.of(
                    new Failure("java.lang.Ab", "it broke", Instant.ofEpochMilli(9)),
                    new Failure("T", "", Instant.ofEpochMilli(7)),
                    new Failure("io.U", "first one", Instant.ofEpochMilli(5)))));
    assertThat(old.firstFailedAt()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(parse("1 0 9 without a type").history().get(0).message())
        .isEqualTo("without a type");
  }

  @Test
  void theRunAndTheTraceOfAFailureAreReadAsTheyWereWritten() {
    Failure failure = Failure.of("T", "m", "T: m\n\tat a.B.c(B.java:1)\nCaused by: U");
    String record = new String(Attempts.encode(failure, "s1:7:1790000000000", true), UTF_8);

    assertThat(parse("1 0 1790000000123 " + record).history())
        .containsExactly(
            failure.recorded(
                Instant.ofEpochMilli(1790000000123L), Instant.ofEpochMilli(1790000000000L), "s1"));
    assertThat(new String(Attempts.encode(failure, "no token", true), UTF_8))
        .startsWith("T\nm\n\n");
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
