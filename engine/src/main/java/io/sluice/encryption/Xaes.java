package io.sluice.encryption;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM (c2sp.org/XAES-256-GCM): AES-256-GCM of the JDK, each message under a key of its own
 * that is derived from the first half of a nonce of 192 bits, as NIST SP 800-108r1 derives keys by
 * CMAC.
 */
final class Xaes {
  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 24;
  static final int TAG_BYTES = 16;

  private static final int BLOCK = 16;
  private static final int HALF = NONCE_BYTES / 2;

  /** Of the polynomial by which CMAC doubles a block. */
  private static final int CARRY = 0x87;

  private final SecretKeySpec key;
  private final byte[] doubled;

  Xaes(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    this.doubled = doubled(blocks(new byte[BLOCK]));
  }

  byte[] encrypt(byte[] nonce, byte[] additional, byte[] plain) {
    try {
      return run(Cipher.ENCRYPT_MODE, nonce, additional, plain, 0);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * @param from where in the bytes the ciphertext begins
   * @throws AEADBadTagException when any of it is not what was encrypted
   */
  byte[] decrypt(byte[] nonce, byte[] additional, byte[] bytes, int from)
      throws AEADBadTagException {
    try {
      return run(Cipher.DECRYPT_MODE, nonce, additional, bytes, from);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] additional, byte[] bytes, int from)
      throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        mode,
        new SecretKeySpec(derived(nonce), "AES"),
        new GCMParameterSpec(8 * TAG_BYTES, nonce, HALF, NONCE_BYTES - HALF));
    gcm.updateAAD(additional);
    return gcm.doFinal(bytes, from, bytes.length - from);
  }

  /** Two blocks of CMAC, of a counter, the letter X and the first half of the nonce each. */
  private byte[] derived(byte[] nonce) {
    byte[] both = new byte[2 * BLOCK];
    for (int i = 0; i < 2; i++) {
      int at = i * BLOCK;
      both[at + 1] = (byte) (i + 1);
      both[at + 2] = 'X';
      System.arraycopy(nonce, 0, both, at + BLOCK - HALF, HALF);
      for (int j = 0; j < BLOCK; j++) {
        both[at + j] ^= doubled[j];
      }
    }
    return blocks(both);
  }

  /** Block by block: of blocks that differ by their counter, and are no text. */
  @SuppressWarnings("InsecureCryptoUsage")
  private byte[] blocks(byte[] plain) {
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, key);
      return aes.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static byte[] doubled(byte[] block) {
    byte[] twice = Arrays.copyOf(block, BLOCK);
    int carry = (block[0] & 0x80) == 0 ? 0 : CARRY;
    for (int i = 0; i < BLOCK; i++) {
      int next = i + 1 < BLOCK ? (block[i + 1] & 0xFF) >>> 7 : 0;
      twice[i] = (byte) (block[i] << 1 | next);
    }
    twice[BLOCK - 1] ^= (byte) carry;
    return twice;
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("this JDK cannot do AES-256-GCM", e);
  }
}
