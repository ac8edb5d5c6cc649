package io.sluice.store.payload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.StoreCorruptedException;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final byte[] LINES = "one line like another\n".repeat(50).getBytes(UTF_8);

  @Test
  void aPayloadThatBecomesSmallerIsKeptDeflated() {
    Payload payload = Payload.of(LINES, 100);

    assertThat(payload.isDeflated()).isTrue();
    assertThat(payload.kept()).hasSizeLessThan(100);
    assertThat(payload.size()).isEqualTo(LINES.length);
    assertThat(payload.bytes()).isEqualTo(LINES);
  }

  @Test
  void aPayloadBelowTheBoundIsKeptAsItIs() {
    assertKeptAsItIs(Payload.of(LINES, LINES.length + 1), LINES);
    assertThat(Payload.of(LINES, LINES.length).isDeflated()).isTrue();
  }

  @Test
  void nothingIsDeflatedWithoutABound() {
    assertKeptAsItIs(Payload.of(LINES, Payload.NEVER), LINES);
    assertKeptAsItIs(Payload.of(LINES), LINES);
  }

  @Test
  void whatDoesNotBecomeSmallerIsKeptAsItIs() {
    byte[] noise = new byte[10_000];
    new Random(17).nextBytes(noise);

    assertKeptAsItIs(Payload.of(noise, 1), noise);
    byte[] one = {1};
    assertKeptAsItIs(Payload.of(one, 1), one);
    byte[] none = {};
    assertKeptAsItIs(Payload.of(none, 1), none);
  }

  @Test
  void whatIsTooLargeToBeInflatedIsKeptAsItIs() {
    assertThat(Payload.of(new byte[Payload.MOST], 1).isDeflated()).isTrue();
    assertThat(Payload.of(new byte[Payload.MOST + 1], 1).isDeflated()).isFalse();
  }

  @Test
  void theLargestIsReadAgain() {
    Payload payload = Payload.of(new byte[Payload.MOST], 1);

    assertThat(Payload.deflated(payload.size(), payload.kept()).bytes()).hasSize(Payload.MOST);
  }

  @Test
  void aSizeThatCannotBeIsRefusedBeforeAnythingIsMade() {
    assertDamaged(() -> Payload.deflated(-1, new byte[100]));
    assertDamaged(() -> Payload.deflated(Payload.MOST + 1L, new byte[100_000]));
    assertDamaged(() -> Payload.deflated(1_033, new byte[1]));
  }

  @Test
  void everyDamageIsTold() {
    byte[] kept = Payload.of(LINES, 1).kept();
    byte[] cut = Arrays.copyOf(kept, kept.length - 1);
    byte[] longer = Arrays.copyOf(kept, kept.length + 1);

    assertDamaged(() -> Payload.deflated(LINES.length, cut).bytes());
    assertDamaged(() -> Payload.deflated(LINES.length, longer).bytes());
    assertDamaged(() -> Payload.deflated(LINES.length - 1, kept).bytes());
    assertDamaged(() -> Payload.deflated(LINES.length + 1, kept).bytes());
    assertDamaged(() -> Payload.deflated(3, new byte[] {6, 6, 6}).bytes());
  }

  @Test
  void noBytesAtAllAreDamageOrThePayloadOfThatSize() {
    Random random = new Random(18);
    for (int i = 0; i < 20_000; i++) {
      byte[] kept = Payload.of(LINES, 1).kept().clone();
      kept[random.nextInt(kept.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(Payload.deflated(LINES.length, kept).bytes()).hasSize(LINES.length);
      } catch (StoreCorruptedException damaged) {
        assertThat(damaged).hasMessageContaining("damaged");
      }
    }
  }

  private static void assertKeptAsItIs(Payload payload, byte[] bytes) {
    assertThat(payload.isDeflated()).isFalse();
    assertThat(payload.kept()).isSameAs(bytes);
    assertThat(payload.bytes()).isSameAs(bytes);
  }

  private static void assertDamaged(ThrowingCallable read) {
    assertThatThrownBy(read).isInstanceOf(StoreCorruptedException.class);
  }
}
