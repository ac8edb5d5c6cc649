package io.sluice.store.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The bucket of a text: CRC16 (XMODEM, as Redis Cluster takes it for slots) of its UTF-8 bytes,
 * modulo 1,024. The same for ever and in every client: what has a place by its bucket is found by
 * it.
 */
public final class Buckets {
  public static final int COUNT = 1024;

  private static final int POLYNOMIAL = 0x1021;
  private static final int TOP_BIT = 0x8000;
  private static final int BITS = 0xFFFF;

  /** 0 to {@link #COUNT} - 1. */
  public static int of(String text) {
    int crc = 0;
    for (byte each : text.getBytes(UTF_8)) {
      crc ^= (each & 0xFF) << Byte.SIZE;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & TOP_BIT) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
      }
      crc &= BITS;
    }
    return crc % COUNT;
  }

  private Buckets() {}
}
