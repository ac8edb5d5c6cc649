package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.TypeRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonPayloadCodecTest {
  private final JsonPayloadCodec codec = new JsonPayloadCodec();

  /** A payload as users have them. */
  public record Mail(String to, int tries, Instant at, List<String> tags) {}

  /** Refers to itself, so that it has no end as JSON. */
  public static final class Endless {
    public Endless getSelf() {
      return this;
    }
  }

  @Test
  void aRecordIsReadAsItWasWritten() {
    Mail mail = new Mail("änn", 3, Instant.ofEpochMilli(1_790_000_000_123L), List.of("a"));

    assertThat(back(mail, Mail.class)).isEqualTo(mail);
  }

  @Test
  void bytesPassUntouched() {
    byte[] bytes = {0, -1, 7};

    assertThat(codec.encode(bytes, TypeRef.of(byte[].class))).isSameAs(bytes);
    assertThat(codec.decode(bytes, TypeRef.of(byte[].class))).isSameAs(bytes);
  }

  @Test
  void nothingIsNoBytes() {
    assertThat(codec.encode(null, TypeRef.of(Mail.class))).isEmpty();
    assertThat(codec.decode(new byte[0], TypeRef.of(Mail.class))).isNull();
    assertThat(codec.decode(bytes("{}"), TypeRef.of(Void.class))).isNull();
  }

  @Test
  void aFieldOfALaterVersionIsSkipped() {
    assertThat(
            codec
                .decode(
                    bytes("{\"to\":\"a\",\"tries\":1,\"later\":{\"x\":[1]}}"),
                    TypeRef.of(Mail.class))
                .to())
        .isEqualTo("a");
  }

  @Test
  void aFieldThatATaskOfAnOlderVersionHasNotIsZero() {
    byte[] older = "{\"to\":\"ann\",\"at\":\"2026-11-20T00:00:00Z\",\"tags\":[]}".getBytes(UTF_8);

    assertThat(codec.decode(older, TypeRef.of(Mail.class)).tries()).isZero();
  }

  @Test
  void noTypeIsTakenFromTheData() {
    Object read = codec.decode(bytes("{\"@class\":\"java.io.File\"}"), TypeRef.of(Object.class));

    assertThat(read).isEqualTo(Map.of("@class", "java.io.File"));
  }

  @Test
  void whatIsNoSuchValueIsRefusedWithAPointerToIt() {
    assertRefused(() -> codec.decode(bytes("{\"tries\":\"many\"}"), TypeRef.of(Mail.class)));
    assertRefused(() -> codec.decode(bytes("{\"to\":"), TypeRef.of(Mail.class)));
    assertRefused(() -> codec.decode(new byte[] {0, 1, 2}, TypeRef.of(Mail.class)));
    assertRefused(() -> codec.decode(bytes("[".repeat(100_000)), TypeRef.of(Object.class)));
    assertRefused(() -> codec.encode(new Endless(), TypeRef.of(Endless.class)));
  }

  private <T> T back(T value, Class<T> type) {
    return codec.decode(codec.encode(value, TypeRef.of(type)), TypeRef.of(type));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidTaskException.class)
        .extracting(error -> ((InvalidTaskException) error).pointer())
        .isEqualTo("/payload");
  }
}
