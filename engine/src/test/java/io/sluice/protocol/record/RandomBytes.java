package io.sluice.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.StoreCorruptedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;

/** Feeds a reader with what nobody wrote. */
final class RandomBytes {
  private static final long SEED = 20261120;
  private static final int TRIES = 5_000;

  /** Whatever the bytes, they are read, or are told to be damaged. */
  static void neverGiveAnythingElse(Consumer<byte[]> reader) {
    Random random = new Random(SEED);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      readsOrSaysDamaged(reader, bytes);
    }
  }

  /** The same for a true record, of which some bytes are changed. */
  static void inATrueRecordNeverGiveAnythingElse(byte[] whole, Consumer<byte[]> reader) {
    Random random = new Random(SEED);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = whole.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      readsOrSaysDamaged(reader, bytes);
    }
    for (int length = 0; length < whole.length; length++) {
      readsOrSaysDamaged(reader, Arrays.copyOf(whole, length));
    }
  }

  private static void readsOrSaysDamaged(Consumer<byte[]> reader, byte[] bytes) {
    try {
      reader.accept(bytes);
    } catch (StoreCorruptedException damaged) {
      assertThat(damaged).hasMessageMatching(".*\\S.*");
    } catch (RuntimeException other) {
      throw new AssertionError("for the bytes " + HexFormat.of().formatHex(bytes), other);
    }
  }

  private RandomBytes() {}
}
