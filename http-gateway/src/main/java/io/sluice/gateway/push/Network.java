package io.sluice.gateway.push;

import io.netty.util.NetUtil;
import io.sluice.gateway.problem.Quoted;

/**
 * Addresses that begin with the same bits, like {@code 10.0.0.0/8}. An address of IPv4 is in no
 * network of IPv6, and the other way round.
 */
final class Network {
  private static final int BYTE = 8;
  private static final int FULL = 0xFF;

  private final String text;
  private final byte[] first;
  private final int bits;

  private Network(String text, byte[] first, int bits) {
    this.text = text;
    this.first = first;
    this.bits = bits;
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] first =
        slash < 0 ? null : NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash));
    String length = text.substring(slash + 1);
    if (first == null || !length.matches("[0-9]{1,3}")) {
      throw wrong(text);
    }
    int bits = Integer.parseInt(length);
    Network network = new Network(text, first, bits);
    if (bits > first.length * BYTE || !network.beginsAt(first)) {
      throw wrong(text);
    }
    return network;
  }

  boolean contains(byte[] address) {
    if (address.length != first.length) {
      return false;
    }
    for (int i = 0; i < first.length; i++) {
      int mask = mask(i);
      if ((address[i] & mask) != (first[i] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Whether no bit is set behind the common ones. */
  private boolean beginsAt(byte[] address) {
    for (int i = 0; i < address.length; i++) {
      if ((address[i] & ~mask(i) & FULL) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Of one byte, the bits that are common. */
  private int mask(int index) {
    int common = Math.min(BYTE, Math.max(0, bits - index * BYTE));
    return FULL << (BYTE - common) & FULL;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "networks must be like 10.0.0.0/8 or fd00::/8, with no bit set behind the length, is "
            + Quoted.of(text));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && network.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
