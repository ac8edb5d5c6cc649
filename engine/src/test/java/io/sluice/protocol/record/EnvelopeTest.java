package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.store.StoredTask;
import io.sluice.store.payload.Payload;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeTest {
  private static final TaskId ID = TaskId.of("id");
  private static final Instant CREATED = Instant.ofEpochMilli(1_790_000_000_123L);
  private static final byte[] PAYLOAD = "päyload".getBytes(UTF_8);
  private static final TaskOptions ALL =
      new TaskOptions(
          Duration.ofMillis(1234),
          new RetryPolicy(
              7, RetryPolicy.Backoff.LINEAR, Duration.ofMillis(5), Duration.ofDays(365), 0.125),
          Map.of("a", "1", "ü", ""),
          List.of("x", "y", "x"));

  @Test
  void aTaskWithoutOptionsIsReadAsItWasWritten() {
    assertSame(task(TaskOptions.NONE, PAYLOAD));
    assertSame(task(TaskOptions.NONE, new byte[0]));
    assertSame(task(TaskOptions.NONE, new byte[100_000]));
  }

  @Test
  void aTaskWithAllOptionsIsReadAsItWasWritten() {
    assertSame(task(ALL, PAYLOAD));
  }

  @ParameterizedTest
  @EnumSource(RetryPolicy.Backoff.class)
  void everyBackoffIsReadAsItWasWritten(RetryPolicy.Backoff backoff) {
    RetryPolicy retry = new RetryPolicy(1, backoff, Duration.ofMillis(1), Duration.ofMillis(1), 1);

    assertSame(task(new TaskOptions(null, retry, Map.of(), List.of()), PAYLOAD));
  }

  @Test
  void aBoundOfAllRetriesIsReadAsItWasWritten() {
    RetryPolicy retry = RetryPolicy.fixed(3, Duration.ofSeconds(1)).within(Duration.ofMillis(1));

    assertSame(task(new TaskOptions(null, retry, Map.of(), List.of()), PAYLOAD));
    assertSame(
        task(
            new TaskOptions(null, retry.within(RetryPolicy.LONGEST), Map.of(), List.of()),
            PAYLOAD));
  }

  @Test
  void theLargestOptionsAreReadAsTheyWereWritten() {
    TaskOptions largest =
        new TaskOptions(
            TaskOptions.MAX_TIMEOUT,
            new RetryPolicy(
                Integer.MAX_VALUE,
                RetryPolicy.Backoff.FIXED,
                RetryPolicy.LONGEST,
                RetryPolicy.LONGEST,
                0),
            Map.of("n".repeat(24), "☃".repeat(1000)),
            List.of("☃".repeat(TaskOptions.MAX_TAG_LENGTH)));

    assertSame(task(largest, PAYLOAD));
  }

  @Test
  void timesBelowAMillisecondBecomeOne() {
    TaskOptions tiny =
        new TaskOptions(
            Duration.ofNanos(1), RetryPolicy.fixed(1, Duration.ofNanos(1)), Map.of(), List.of());

    TaskOptions read = Envelope.decode(ID, Envelope.encode(task(tiny, PAYLOAD))).options();

    assertThat(read.timeout()).isEqualTo(Duration.ofMillis(1));
    assertThat(read.retry()).isEqualTo(RetryPolicy.fixed(1, Duration.ofMillis(1)));
  }

  @Test
  void anOptionThatIsNotSetTakesNoByte() {
    int fixed = 1 + 6 + 1 + "greet".length() + 1;

    assertThat(Envelope.encode(task(TaskOptions.NONE, PAYLOAD))).hasSize(fixed + PAYLOAD.length);
  }

  @Test
  void anOptionOfALaterVersionIsSkipped() {
    byte[] later =
        new ByteWriter(16)
            .writeByte(1)
            .writeVarint(CREATED.toEpochMilli())
            .writeText("greet")
            .writeByte(99)
            .writeText("what this is, nobody here knows")
            .writeByte(4)
            .writeVarint(2)
            .writeText("t")
            .writeByte(0)
            .writeRaw(PAYLOAD)
            .toBytes();

    StoredTask read = Envelope.decode(ID, later);

    assertThat(read.options().tags()).containsExactly("t");
    assertThat(read.payload()).isEqualTo(PAYLOAD);
  }

  /** As earlier versions wrote it: 1, created, type, end, payload. */
  @Test
  void whatEarlierVersionsWroteIsReadAndWrittenInTheSameBytes() {
    byte[] written = HexFormat.of().parseHex("01fbd8c1a28c3405677265657400" + "70c3a4796c6f6164");

    StoredTask read = Envelope.decode(ID, written);

    assertThat(read.createdAt()).isEqualTo(CREATED);
    assertThat(read.type()).isEqualTo("greet");
    assertThat(read.payload()).isEqualTo(PAYLOAD);
    assertThat(Envelope.encode(task(TaskOptions.NONE, PAYLOAD))).isEqualTo(written);
  }

  @Test
  void aDeflatedPayloadIsReadFromTheseBytes() {
    byte[] written =
        HexFormat.of().parseHex("03fbd8c1a28c3405677265657400" + "ac02" + "4b4c1c05c4860000");

    StoredTask read = Envelope.decode(ID, written);

    assertThat(read.payload()).asString(UTF_8).isEqualTo("a".repeat(300));
    assertThat(Envelope.encode(read)).isEqualTo(written);
  }

  @Test
  void aTaskThatIsDeflatedIsReadAsItWasWritten() {
    byte[] payload = "päyload".repeat(100).getBytes(UTF_8);
    StoredTask plain = task(ALL.placed(7, "group"), payload);
    StoredTask task =
        new StoredTask(
            ID, "greet", CREATED, plain.options(), Payload.of(payload, 10), plain.flow());

    byte[] written = Envelope.encode(task);
    StoredTask read = Envelope.decode(ID, written);

    assertThat(written).hasSizeLessThan(Envelope.encode(plain).length - 600);
    assertThat(read.payload()).isEqualTo(payload);
    assertThat(read.options()).isEqualTo(plain.options());
    assertThat(Envelope.createdAt(written)).isEqualTo(CREATED);
  }

  @Test
  void aDeflatedPayloadThatSaysItWasTooLargeIsDamage() {
    byte[] written = HexFormat.of().parseHex("03fbd8c1a28c3405677265657400" + "ffffff07" + "4b4c");

    assertThatThrownBy(() -> Envelope.decode(ID, written))
        .isInstanceOf(StoreCorruptedException.class)
        .hasMessageContaining("16777215");
  }

  @Test
  void anotherVersionIsToldByItsNumber() {
    byte[] bytes = Envelope.encode(task(ALL, PAYLOAD));
    bytes[0] = 4;

    assertThatThrownBy(() -> Envelope.decode(ID, bytes))
        .isInstanceOfSatisfying(
            StoreCorruptedException.class, error -> assertThat(error.isNewer()).isTrue())
        .hasMessageContaining("version 4");
  }

  @Test
  void whatEndsBeforeItsPayloadIsDamaged() {
    byte[] bytes = Envelope.encode(task(ALL, PAYLOAD));
    for (int length = 0; length < bytes.length - PAYLOAD.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);

      assertThatThrownBy(() -> Envelope.decode(ID, cut))
          .isInstanceOf(StoreCorruptedException.class);
    }
  }

  @Test
  void bytesThatNobodyWroteAreReadOrDamaged() {
    RandomBytes.neverGiveAnythingElse(bytes -> Envelope.decode(ID, bytes));
    RandomBytes.neverGiveAnythingElse(Envelope::createdAt);
    RandomBytes.inATrueRecordNeverGiveAnythingElse(
        Envelope.encode(task(ALL, PAYLOAD)), bytes -> Envelope.decode(ID, bytes));
  }

  private static StoredTask task(TaskOptions options, byte[] payload) {
    return new StoredTask(ID, "greet", CREATED, options, payload);
  }

  private static void assertSame(StoredTask task) {
    byte[] bytes = Envelope.encode(task);
    StoredTask read = Envelope.decode(ID, bytes);

    assertThat(read).usingRecursiveComparison().isEqualTo(task);
    assertThat(Envelope.createdAt(bytes)).isEqualTo(task.createdAt());
  }
}
