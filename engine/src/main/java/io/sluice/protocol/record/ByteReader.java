package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.StoreCorruptedException;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote; anything else is an error, never an endless loop. */
final class ByteReader {
  private final byte[] bytes;
  private int position;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int readByte() {
    if (position >= bytes.length) {
      throw corrupted("ends early");
    }
    return bytes[position++] & 0xFF;
  }

  long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw corrupted("has a number of more than 64 bits");
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  /** A length-prefixed part, to be read apart. */
  ByteReader readPart() {
    return new ByteReader(readRaw());
  }

  String readText() {
    return new String(readRaw(), UTF_8);
  }

  String readRestAsText() {
    return new String(readRest(), UTF_8);
  }

  byte[] readRest() {
    byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
    position = bytes.length;
    return rest;
  }

  /** Digits up to a space or the end, as a number; −1 when there are none. */
  long readDecimal() {
    long value = -1;
    while (position < bytes.length && bytes[position] >= '0' && bytes[position] <= '9') {
      value = Math.max(value, 0) * 10 + (bytes[position++] - '0');
    }
    skipSpace();
    return value;
  }

  void skipSpace() {
    if (position < bytes.length && bytes[position] == ' ') {
      position++;
    }
  }

  private byte[] readRaw() {
    long length = readVarint();
    if (length < 0 || length > bytes.length - position) {
      throw corrupted("announces " + length + " bytes where " + (bytes.length - position) + " are");
    }
    byte[] part = Arrays.copyOfRange(bytes, position, position + (int) length);
    position += (int) length;
    return part;
  }

  private StoreCorruptedException corrupted(String how) {
    return new StoreCorruptedException(
        "a stored record of " + bytes.length + " bytes " + how + " at byte " + position, null);
  }
}
