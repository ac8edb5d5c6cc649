package io.sluice.encryption;

import java.util.Arrays;

/** The keys of the tests. */
final class Keys {
  static final byte[] ONE = bytes(1);
  static final byte[] TWO = bytes(2);
  static final byte[] THREE = bytes(3);

  static final EncryptionKeys K1 = EncryptionKeys.of("k1", ONE);
  static final EncryptionKeys K2 = EncryptionKeys.of("k2", TWO);

  private static byte[] bytes(int value) {
    byte[] key = new byte[Xaes.KEY_BYTES];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private Keys() {}
}
