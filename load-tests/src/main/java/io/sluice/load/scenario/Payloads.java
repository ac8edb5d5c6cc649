package io.sluice.load.scenario;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Payloads of one size that carry their sequence number: how a run knows a task again without a map
 * of ids. They are JSON, so that whoever looks at the queue can read them.
 */
public final class Payloads {
  private static final byte[] HEAD = ascii("{\"n\":\"");
  private static final byte[] MIDDLE = ascii("\",\"pad\":\"");
  private static final byte[] TAIL = ascii("\"}");
  private static final int DIGITS = 10;

  /** The smallest that holds a sequence number. */
  public static final int MIN_BYTES = HEAD.length + DIGITS + MIDDLE.length + TAIL.length;

  private static final int RADIX = 10;
  private static final int NO_SEQUENCE = -1;

  private final byte[] template;

  /**
   * @param bytes of each payload
   * @param seed of the padding, so that it does not compress to nothing
   */
  public Payloads(int bytes, long seed) {
    if (bytes < MIN_BYTES) {
      throw new IllegalArgumentException(
          "payload must be at least " + MIN_BYTES + " bytes to carry its number, is " + bytes);
    }
    template = new byte[bytes];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < bytes; i++) {
      template[i] = (byte) random.nextInt('a', 'z' + 1);
    }
    put(HEAD, 0);
    put(MIDDLE, HEAD.length + DIGITS);
    put(TAIL, bytes - TAIL.length);
  }

  /** The payload of one task. */
  byte[] of(int sequence) {
    byte[] payload = template.clone();
    int rest = sequence;
    for (int at = HEAD.length + DIGITS - 1; at >= HEAD.length; at--) {
      payload[at] = (byte) ('0' + rest % RADIX);
      rest /= RADIX;
    }
    return payload;
  }

  /** The number that a payload carries, or -1 when it is none of these. */
  static int sequence(byte[] payload) {
    if (payload.length < MIN_BYTES
        || !Arrays.equals(payload, 0, HEAD.length, HEAD, 0, HEAD.length)) {
      return NO_SEQUENCE;
    }
    long sequence = 0;
    for (int at = HEAD.length; at < HEAD.length + DIGITS; at++) {
      int digit = payload[at] - '0';
      if (digit < 0 || digit >= RADIX) {
        return NO_SEQUENCE;
      }
      sequence = sequence * RADIX + digit;
    }
    return sequence > Integer.MAX_VALUE ? NO_SEQUENCE : (int) sequence;
  }

  private void put(byte[] part, int at) {
    System.arraycopy(part, 0, template, at, part.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
