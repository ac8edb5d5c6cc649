package io.sluice.load.chaos;

import java.nio.ByteBuffer;

/** The payload of a task: its number, and whether it is poison; the rest is padding. */
final class Parcel {
  static final int MIN_BYTES = Integer.BYTES + 1;

  static byte[] of(int number, boolean poison, int bytes) {
    return ByteBuffer.allocate(bytes).putInt(number).put((byte) (poison ? 1 : 0)).array();
  }

  static int number(byte[] payload) {
    return ByteBuffer.wrap(payload).getInt();
  }

  static boolean poison(byte[] payload) {
    return payload[Integer.BYTES] == 1;
  }

  private Parcel() {}
}
